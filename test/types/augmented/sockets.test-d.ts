import { createPinia, storeToRefs } from 'pinia'
import { describe, expectTypeOf, it } from 'vitest'
import { createApp } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
  type LogEntry,
  type Received,
  type Sent,
  type SocketName,
} from 'vue-heartbeat-socket'
import type { Money, News, Price } from './sockets.ts'

describe('once sockets are declared', () => {
  it('their names are the only ones', () => {
    expectTypeOf<SocketName>().toEqualTypeOf<
      'default' | 'feed' | 'money' | 'quotes' | 'chat' | `room/${string}`
    >()
    useHeartbeatSocket('feed')
    useHeartbeatSocket('room/1')
    // @ts-expect-error -- not declared
    useHeartbeatSocket('fed')
    // @ts-expect-error -- not declared
    onSocketMessage(() => {}, { socket: 'fed' })
    // @ts-expect-error -- not declared
    onSocketEvent('open', () => {}, { socket: 'fed' })
    createApp({}).use(HeartbeatSocket, { sockets: { feed: { url: '' }, 'room/1': { url: '' } } })
    // @ts-expect-error -- not declared
    createApp({}).use(HeartbeatSocket, { sockets: { fed: { url: '' } } })
  })

  it('messages have their types', () => {
    expectTypeOf<Received<'feed'>>().toEqualTypeOf<Price | News>()
    expectTypeOf<Sent<'feed'>>().toEqualTypeOf<{ subscribe: string }>()
    expectTypeOf<Received<'room/1'>>().toEqualTypeOf<string>()
  })

  it('what is not declared is any', () => {
    expectTypeOf<Received>().toBeAny()
    expectTypeOf<Sent>().toBeAny()
    expectTypeOf<Sent<'money'>>().toBeAny()
  })

  it('stores have them', () => {
    const feed = useHeartbeatSocket('feed', { pinia: createPinia() })

    expectTypeOf(feed).toEqualTypeOf<HeartbeatSocketStore<'feed'>>()
    expectTypeOf(feed.lastMessage).toEqualTypeOf<Price | News | null>()
    expectTypeOf(feed.log).toEqualTypeOf<
      readonly LogEntry<Price | News | { subscribe: string }>[]
    >()
    expectTypeOf(feed.send).parameter(0).toEqualTypeOf<{ subscribe: string }>()
    // @ts-expect-error -- another message
    feed.send({ unsubscribe: 'a' })
    expectTypeOf(storeToRefs(feed).lastMessage.value).toEqualTypeOf<Price | News | null>()
  })

  it('classes keep their private members', () => {
    const money = useHeartbeatSocket('money')

    expectTypeOf(money.lastMessage).toEqualTypeOf<Money | null>()
    expectTypeOf(storeToRefs(money).lastMessage.value).toEqualTypeOf<Money | null>()
    expectTypeOf(money.log[0]!.data).toBeAny()
    onSocketMessage((message) => expectTypeOf(message).toEqualTypeOf<Money>(), { socket: 'money' })
  })

  it('handlers get them', () => {
    onSocketMessage(
      (message, entry) => {
        expectTypeOf(message).toEqualTypeOf<Price | News>()
        expectTypeOf(entry).toEqualTypeOf<LogEntry<Price | News>>()
      },
      { socket: 'feed' },
    )
    onSocketMessage((message) => expectTypeOf(message).toBeAny())
    onSocketMessage((message) => expectTypeOf(message).toEqualTypeOf<string>(), {
      socket: 'room/1',
    })
  })

  it('filters that are type guards narrow', () => {
    const isPrice = (message: Price | News): message is Price => message.kind === 'price'

    onSocketMessage(
      isPrice,
      (message, entry) => {
        expectTypeOf(message).toEqualTypeOf<Price>()
        expectTypeOf(entry.data).toEqualTypeOf<Price>()
      },
      { socket: 'feed' },
    )
    onSocketMessage(
      (message) => message.kind === 'news',
      (message) => expectTypeOf(message).toEqualTypeOf<News>(),
      { socket: 'feed' },
    )
  })

  it('filters that are none do not', () => {
    onSocketMessage(
      (message) => Math.random() > 0.5 || message.kind === 'news',
      (message) => expectTypeOf(message).toEqualTypeOf<Price | News>(),
      { socket: 'feed' },
    )
    // @ts-expect-error -- neither kind
    const isNothing = (message: Received<'feed'>): boolean => message.kind === 'nws'
    onSocketMessage(isNothing, () => {}, { socket: 'feed' })
  })

  it('a function may be generic over names', () => {
    function latest<Name extends SocketName>(name: Name): Received<Name> | null {
      return useHeartbeatSocket(name).lastMessage as Received<Name> | null
    }

    expectTypeOf(latest('feed')).toEqualTypeOf<Price | News | null>()
  })
})
