import { expectTypeOf, it } from 'vitest'
import { defineTopics, type UseTopic } from 'vue-heartbeat-socket'
import type { News, Price } from './sockets.ts'

it('topics have the messages that are declared for their socket', () => {
  const useFeed = defineTopics({
    socket: 'feed',
    subscribe: ([topic], send) => {
      send({ subscribe: topic! })
      // @ts-expect-error -- not what this socket sends
      send({ topic })
    },
    topicOf(message) {
      expectTypeOf(message).toEqualTypeOf<Price | News>()
      return message.kind
    },
  })

  expectTypeOf(useFeed).toEqualTypeOf<UseTopic<Price | News>>()
})

it('a type parameter says more', () => {
  const usePrice = defineTopics<Price>({
    socket: 'feed',
    subscribe: (topics, send) => topics.forEach((topic) => send({ subscribe: topic })),
    topicOf: (message) => message.kind,
  })

  expectTypeOf(usePrice).toEqualTypeOf<UseTopic<Price>>()
})

it('a socket that is not declared has none', () => {
  // @ts-expect-error -- no such socket
  defineTopics({ socket: 'unknown', subscribe: () => {}, topicOf: () => null })
})
