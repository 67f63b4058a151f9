import { describe, expectTypeOf, it } from 'vitest'
import { createApp } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  useHeartbeatSocket,
  type DropReason,
  type PluginSocketOptions,
} from 'vue-heartbeat-socket'
import {
  createHeartbeatServer,
  memoryStore,
  type HeartbeatServer,
  type MessageHandler,
  type Session,
  type Store,
} from 'vue-heartbeat-socket/server'
import { createSession, type SessionOption } from 'vue-heartbeat-socket/session'
import { Connection, type SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { WebSocketServer } from 'ws'
import * as z from 'zod'

type Up = { readonly buy: number }
type Down = { readonly bought: number } | { readonly price: number }

const url = 'wss://a.test'
const authenticate = () => ({ user: 'u1' })

describe('createSession()', () => {
  it('takes credentials, or a function that returns them', () => {
    expectTypeOf(createSession()).toEqualTypeOf<SessionOption>()
    expectTypeOf(createSession({ auth: { token: 'a' } })).toEqualTypeOf<SessionOption>()
    expectTypeOf(createSession({ auth: async () => 'a' })).toEqualTypeOf<SessionOption>()
    // @ts-expect-error -- no such option
    createSession({ token: 'a' })
  })

  it('is an option of sockets, and stands among the defaults', () => {
    const session = createSession()
    expectTypeOf({ url, session }).toExtend<PluginSocketOptions>()
    expectTypeOf({ url, session }).toExtend<SocketOptions>()
    createApp({}).use(HeartbeatSocket, { url, defaults: { session } })
    createApp({}).use(HeartbeatSocket, { sockets: { a: { url, session } } })
    useHeartbeatSocket('a', { url, session })
    new Connection({ url, session })
    // @ts-expect-error -- not called
    new Connection({ url, session: createSession })
    // @ts-expect-error -- a flag says nothing of credentials
    createApp({}).use(HeartbeatSocket, { url, session: true })
  })
})

describe('what becomes of messages', () => {
  it('is told by `confirmed` and `drop`', () => {
    onSocketEvent('confirmed', (message) => expectTypeOf(message).toBeAny())
    onSocketEvent('drop', ({ reason }) => expectTypeOf(reason).toEqualTypeOf<DropReason>())
    expectTypeOf<'refused' | 'unconfirmed'>().toExtend<DropReason>()
    onSocketEvent('open', ({ recovered }) =>
      expectTypeOf(recovered).toEqualTypeOf<boolean | null>(),
    )
  })

  it('is counted in the store, which can not be written to', () => {
    const socket = useHeartbeatSocket()
    expectTypeOf(socket.unconfirmed).toEqualTypeOf<number | null>()
    expectTypeOf(socket.recovered).toEqualTypeOf<boolean | null>()
    // @ts-expect-error -- the connection's own
    socket.unconfirmed = 0
  })
})

describe('createHeartbeatServer()', () => {
  const live = createHeartbeatServer<Up, Down>({ authenticate })

  it('gives handlers what clients send', () => {
    live.on('message', (message, { id, session, signal }) => {
      expectTypeOf(message).toEqualTypeOf<Up>()
      expectTypeOf(id).toEqualTypeOf<string | null>()
      expectTypeOf(session.user).toBeString()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
    })
    expectTypeOf(live).toEqualTypeOf<HeartbeatServer<Up, Down>>()
    // @ts-expect-error -- no such event
    live.on('close', () => {})
  })

  it('sends what is declared, whichever way', () => {
    live.on('message', (_message, { reply, publish }) => {
      reply({ bought: 3 })
      publish('prices', { price: 3 })
      // @ts-expect-error -- not among them
      reply({ sold: 3 })
      // @ts-expect-error -- not among them
      publish('prices', { sold: 3 })
    })
    live.on('open', (session, { recovered }) => {
      expectTypeOf(session).toEqualTypeOf<Session<Down>>()
      expectTypeOf(recovered).toBeBoolean()
      // @ts-expect-error -- not among them
      void session.send({ sold: 3 })
      return session.send({ price: 3 })
    })
    void live.publish({ user: 'u1' }, { price: 3 }, { id: 'price-3' })
    void live.broadcast({ price: 3 }, { keep: false })
    // @ts-expect-error -- not among them
    void live.broadcast({ sold: 3 })
    // @ts-expect-error -- no target
    void live.publish({ room: 'a' }, { price: 3 })
  })

  it('checks what comes by a schema of the same type', () => {
    const schema = z.object({ buy: z.number() })
    createHeartbeatServer<Up, Down>({ authenticate, schema })
    expectTypeOf(createHeartbeatServer({ authenticate, schema })).toExtend<
      HeartbeatServer<{ buy: number }>
    >()
    // @ts-expect-error -- of another type
    createHeartbeatServer<Up, Down>({ authenticate, schema: z.object({ sell: z.number() }) })
  })

  it('needs to know who a client is', () => {
    // @ts-expect-error -- missing
    createHeartbeatServer({})
    createHeartbeatServer({ authenticate: () => null })
    createHeartbeatServer({ authenticate: async () => ({ user: 'a', channels: ['b'] }) })
    // @ts-expect-error -- without a name
    createHeartbeatServer({ authenticate: () => ({ channels: ['b'] }) })
  })

  it('is served by ws, and keeps what a store keeps', () => {
    new WebSocketServer({ noServer: true, ...live.wsOptions }).on('connection', live.accept)
    expectTypeOf(memoryStore({ maxMessages: 10 })).toExtend<Store>()
    createHeartbeatServer({ authenticate, store: memoryStore() })
    expectTypeOf<MessageHandler<Up, Down>>().parameter(0).toEqualTypeOf<Up>()
  })

  it('is joined to the fake links of tests', () => {
    const timers = createFakeTimers()
    const server = createHeartbeatServer<Up, Down>({ authenticate, timer: timers })
    createFakeServer({ timers, server })
    createFakeServer({ timers, session: true })
  })
})
