import { createPinia, storeToRefs } from 'pinia'
import { describe, expectTypeOf, it } from 'vitest'
import { computed, createApp, ref, shallowRef, type Ref, type WatchCallback } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
  type CloseInfo,
  type HeartbeatSocketOptions,
  type HeartbeatSocketStore,
  type LogEntry,
  type Received,
  type SendResult,
  type Sent,
  type SocketError,
  type SocketName,
  type SocketStatus,
  type SuspendedBy,
} from 'vue-heartbeat-socket'

const app = createApp({})
const url = 'wss://a.test'

describe('without declared sockets', () => {
  it('any name will do, and any message', () => {
    expectTypeOf<SocketName>().toEqualTypeOf<string>()
    expectTypeOf<Received>().toBeAny()
    expectTypeOf<Received<'chat'>>().toBeAny()
    expectTypeOf<Sent<'chat'>>().toBeAny()
    expectTypeOf(useHeartbeatSocket('chat').lastMessage).toBeAny()
    onSocketMessage((message) => expectTypeOf(message).toBeAny(), { socket: 'chat' })
  })
})

describe('a store where a name is taken', () => {
  const typed = useHeartbeatSocket<'chat', { text: string }>('chat')

  it('gives handlers its messages', () => {
    onSocketMessage((message) => expectTypeOf(message).toEqualTypeOf<{ text: string }>(), {
      socket: typed,
    })
    onSocketEvent('message', (message) => expectTypeOf(message.text).toBeString(), {
      socket: typed,
    })
    onSocketMessage((message) => expectTypeOf(message).toBeAny(), { socket: useHeartbeatSocket() })
  })

  it('is no store of something else', () => {
    // @ts-expect-error -- a number
    onSocketMessage(() => {}, { socket: 1 })
    // @ts-expect-error -- a name is read once
    onSocketMessage(() => {}, { socket: ref('chat') })
  })
})

describe('a store', () => {
  const socket = useHeartbeatSocket()

  it('has the state', () => {
    expectTypeOf(socket).toEqualTypeOf<HeartbeatSocketStore>()
    expectTypeOf(socket.status).toEqualTypeOf<SocketStatus>()
    expectTypeOf(socket.attempts).toEqualTypeOf<number>()
    expectTypeOf(socket.retryAt).toEqualTypeOf<number | null>()
    expectTypeOf(socket.suspendedBy).toEqualTypeOf<SuspendedBy | null>()
    expectTypeOf(socket.openedAt).toEqualTypeOf<number | null>()
    expectTypeOf(socket.suspectedAt).toEqualTypeOf<number | null>()
    expectTypeOf(socket.latency).toEqualTypeOf<number | null>()
    expectTypeOf(socket.lastClose).toEqualTypeOf<CloseInfo | null>()
    expectTypeOf(socket.error).toEqualTypeOf<SocketError | null>()
    expectTypeOf(socket.received).toEqualTypeOf<number>()
    expectTypeOf(socket.sent).toEqualTypeOf<number>()
    expectTypeOf(socket.queued).toEqualTypeOf<number>()
  })

  it('has the getters', () => {
    expectTypeOf(socket.isOpen).toEqualTypeOf<boolean>()
    expectTypeOf(socket.log).toEqualTypeOf<readonly LogEntry[]>()
  })

  it('has the actions', () => {
    expectTypeOf(socket.connect).toEqualTypeOf<() => void>()
    expectTypeOf(socket.close).toExtend<(code?: number, reason?: string) => void>()
    expectTypeOf(socket.close).toExtend<(event: MouseEvent) => void>()
    expectTypeOf(socket.close).toExtend<WatchCallback<boolean>>()
    expectTypeOf(socket.reconnect).toEqualTypeOf<() => void>()
    expectTypeOf(socket.send).returns.toEqualTypeOf<SendResult>()
    expectTypeOf(socket.clearLog).toEqualTypeOf<() => void>()
    expectTypeOf(socket.$reset).toEqualTypeOf<() => void>()
    socket.configure({ url: null, heartbeat: { interval: 1_000 }, log: undefined })
    // @ts-expect-error -- no such option
    socket.configure({ heartbeats: false })
  })

  it('is readonly', () => {
    // @ts-expect-error -- only the connection writes it
    socket.status = 'open'
    // @ts-expect-error -- only the connection writes it
    socket.lastMessage = 1
    // @ts-expect-error -- a getter
    socket.isOpen = true
    // @ts-expect-error -- only the connection writes it
    socket.log.push()
  })

  it('has refs, readonly too', () => {
    const refs = storeToRefs(socket)

    expectTypeOf(refs.status.value).toEqualTypeOf<SocketStatus>()
    expectTypeOf(refs.retryAt.value).toEqualTypeOf<number | null>()
    expectTypeOf(refs.lastMessage.value).toBeAny()
    expectTypeOf(refs.error.value).toEqualTypeOf<SocketError | null>()
    expectTypeOf(refs.isOpen.value).toEqualTypeOf<boolean>()
    expectTypeOf(refs.log.value).toEqualTypeOf<readonly LogEntry[]>()
    expectTypeOf(refs.status).toExtend<Readonly<Ref<SocketStatus>>>()
    // @ts-expect-error -- only the connection writes it
    refs.status.value = 'open'
    // @ts-expect-error -- only the connection writes it
    refs.lastMessage.value = 1
  })

  it('can be patched, for tests', () => {
    socket.$patch({ status: 'open', lastMessage: { price: 3 }, received: 1 })
    socket.$patch({ lastMessage: 1 })
    // @ts-expect-error -- no such status
    socket.$patch({ status: 'opened' })
  })
})

describe('the plugin', () => {
  it('takes the options of one socket', () => {
    app.use(HeartbeatSocket, { url })
    app.use(HeartbeatSocket, { url: new URL(url), heartbeat: false, reconnect: { factor: 1 } })
    app.use(HeartbeatSocket, { url: null, pinia: createPinia(), defaults: { log: false } })
    app.use(HeartbeatSocket, { url: async ({ attempt, signal }) => `${attempt}${signal.aborted}` })
    // @ts-expect-error -- no url
    app.use(HeartbeatSocket, {})
    // @ts-expect-error -- no options
    app.use(HeartbeatSocket)
    // @ts-expect-error -- a wrong type
    app.use(HeartbeatSocket, { url, connectTimeout: '1s' })
  })

  it('takes a url in any kind of ref', () => {
    app.use(HeartbeatSocket, { url: ref(url) })
    app.use(HeartbeatSocket, { url: ref<string | null>(null) })
    app.use(HeartbeatSocket, { url: ref<string>() })
    app.use(HeartbeatSocket, { url: shallowRef(new URL(url)) })
    app.use(HeartbeatSocket, { url: computed(() => url) })
    app.use(HeartbeatSocket, { sockets: { chat: { url: ref(url) } } })
    useHeartbeatSocket('chat', { url: computed(() => (Math.random() > 1 ? url : undefined)) })
    // @ts-expect-error -- not a url
    app.use(HeartbeatSocket, { url: ref(1) })
  })

  it('takes several sockets', () => {
    app.use(HeartbeatSocket, { sockets: { a: { url }, b: { url } }, defaults: { debug: true } })
    // @ts-expect-error -- no url
    app.use(HeartbeatSocket, { sockets: { a: {} } })
  })

  it('takes an explicit undefined for what is optional', () => {
    const options: HeartbeatSocketOptions = {
      url: undefined,
      pinia: undefined,
      defaults: undefined,
      heartbeat: undefined,
      reconnect: { delay: undefined, factor: undefined },
    }

    app.use(HeartbeatSocket, options)
  })
})

describe('listeners', () => {
  it('get what their event brings', () => {
    onSocketEvent('open', (opening) =>
      expectTypeOf(opening).toEqualTypeOf<{
        readonly reconnected: boolean
        readonly recovered: boolean | null
      }>(),
    )
    onSocketEvent('close', (close) => expectTypeOf(close).toEqualTypeOf<CloseInfo>())
    onSocketEvent('message', (message, raw) => {
      expectTypeOf(message).toBeAny()
      expectTypeOf(raw).toBeAny()
    })
    // @ts-expect-error -- no such event
    onSocketEvent('opened', () => {})
  })

  it('return their removers', () => {
    expectTypeOf(onSocketEvent('open', () => {})).toEqualTypeOf<() => void>()
    expectTypeOf(onSocketMessage(() => {})).toEqualTypeOf<() => void>()
  })

  it('may be asynchronous', () => {
    onSocketMessage(async (message) => void (await message))
    onSocketEvent('open', async () => {})
  })

  it('are narrowed by a filter that is a type guard', () => {
    const isPrice = (message: unknown): message is { price: number } => Boolean(message)

    onSocketMessage(isPrice, (message, entry) => {
      expectTypeOf(message).toEqualTypeOf<{ price: number }>()
      expectTypeOf(entry).toEqualTypeOf<LogEntry<{ price: number }>>()
    })
    onSocketMessage(
      (message) => message.price > 3,
      (message) => expectTypeOf(message).toBeAny(),
    )
  })
})
