import * as v from 'valibot'
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
} from 'vue-heartbeat-socket'
import * as z from 'zod'
import { line, quote, type News, type Price } from './sockets.ts'

const url = 'wss://a.test'

interface Quote {
  value: number
  at: number
}

describe('a socket declared with a schema', () => {
  it('receives the output of the schema', () => {
    expectTypeOf<Received<'quotes'>>().toEqualTypeOf<Quote>()
    expectTypeOf<Received<'chat'>>().toEqualTypeOf<{ text: string }>()
  })

  it('sends what is declared beside it', () => {
    expectTypeOf<Sent<'quotes'>>().toEqualTypeOf<'all'>()
    expectTypeOf<Sent<'chat'>>().toBeAny()
  })

  it('has a store of such messages', () => {
    const quotes = useHeartbeatSocket('quotes')

    expectTypeOf(quotes.lastMessage).toEqualTypeOf<Quote | null>()
    expectTypeOf(quotes.log).toEqualTypeOf<readonly LogEntry<Quote | 'all'>[]>()
    expectTypeOf(quotes.send).parameter(0).toEqualTypeOf<'all'>()
  })

  it('calls handlers with them', () => {
    onSocketMessage(
      (message, entry) => {
        expectTypeOf(message).toEqualTypeOf<Quote>()
        expectTypeOf(entry).toEqualTypeOf<LogEntry<Quote>>()
      },
      { socket: 'quotes' },
    )
    onSocketEvent('message', (message) => expectTypeOf(message).toEqualTypeOf<Quote>(), {
      socket: 'quotes',
    })
  })
})

describe('a schema among the options', () => {
  it('must make what is declared', () => {
    createApp({}).use(HeartbeatSocket, { sockets: { quotes: { url, schema: quote } } })
    createApp({}).use(HeartbeatSocket, {
      sockets: {
        feed: { url, schema: z.object({ kind: z.literal('news'), text: z.string() }) },
        'room/1': { url, schema: v.string() },
      },
    })
    useHeartbeatSocket('room/1', { url, schema: z.string() })
    // @ts-expect-error -- other messages
    createApp({}).use(HeartbeatSocket, { sockets: { quotes: { url, schema: line } } })
    // @ts-expect-error -- other messages
    useHeartbeatSocket('room/1', { url, schema: z.number() })
    // @ts-expect-error -- other messages
    useHeartbeatSocket('quotes').configure({ schema: line })
  })

  it('narrows the messages of the store that it makes', () => {
    const schema = z.object({ kind: z.literal('news'), text: z.string() })

    expectTypeOf(useHeartbeatSocket('feed', { url, schema }).lastMessage).toEqualTypeOf<{
      kind: 'news'
      text: string
    } | null>()
    expectTypeOf(useHeartbeatSocket('feed', { url })).toEqualTypeOf<
      HeartbeatSocketStore<'feed', Price | News>
    >()
  })
})
