import { createPinia } from 'pinia'
import { describe, expectTypeOf, it } from 'vitest'
import { computed, ref } from 'vue'
import {
  defineTopics,
  type LogEntry,
  type SendResult,
  type TopicSend,
  type TopicsOptions,
  type UseTopic,
} from 'vue-heartbeat-socket'

interface Price {
  price: number
}

const options: TopicsOptions = {
  subscribe(topics, send) {
    expectTypeOf(topics).toEqualTypeOf<string[]>()
    expectTypeOf(send).toEqualTypeOf<TopicSend>()
    expectTypeOf(send({ subscribe: topics })).toEqualTypeOf<SendResult>()
  },
  unsubscribe: undefined,
  topicOf(message) {
    expectTypeOf(message).toBeAny()
    return message.topic
  },
}

describe('defineTopics', () => {
  it('gives any message where none is declared', () => {
    expectTypeOf(defineTopics(options)).toEqualTypeOf<UseTopic>()
  })

  it('gives the messages of its type parameter', () => {
    const usePrice = defineTopics<Price>({ ...options, socket: 'prices' })

    expectTypeOf(usePrice).toEqualTypeOf<UseTopic<Price>>()
    usePrice('a', (message, entry) => {
      expectTypeOf(message).toEqualTypeOf<Price>()
      expectTypeOf(entry).toEqualTypeOf<LogEntry<Price>>()
    })
  })

  it('needs to know how to subscribe, and where', () => {
    // @ts-expect-error -- no topicOf
    defineTopics({ subscribe: () => {} })
    // @ts-expect-error -- no subscribe
    defineTopics({ topicOf: () => 'a' })
    // @ts-expect-error -- a topic is a text
    defineTopics({ ...options, topicOf: () => 3 })
  })
})

describe('useTopic', () => {
  const useTopic = defineTopics(options)

  it('takes a text, a ref or a getter', () => {
    const handler = (): void => {}

    expectTypeOf(useTopic('a', handler)).toEqualTypeOf<() => void>()
    useTopic(ref('a'), handler, { pinia: createPinia() })
    useTopic(ref<string>(), handler, { pinia: undefined })
    useTopic(
      computed(() => null),
      handler,
    )
    useTopic(() => (Math.random() > 1 ? 'a' : undefined), handler)
    // @ts-expect-error -- a topic is a text
    useTopic(3, handler)
    // @ts-expect-error -- no handler
    useTopic('a')
  })

  it('may have a handler that is asynchronous', () => {
    useTopic('a', async (message) => void (await message))
  })
})
