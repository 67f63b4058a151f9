import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { createApp, defineComponent } from 'vue'
import { HeartbeatSocket, onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { takeErrors, takeWarnings } from '../support/console.ts'
import { mountApp, setUp } from '../store/support/set-up.ts'

const setUpServer = () => createFakeServer({ timers: createFakeTimers() })

describe('app.use', () => {
  it('connects at once', () => {
    const { server } = setUp()

    expect(server.connections).toHaveLength(1)
  })

  it('does not connect with autoConnect: false', () => {
    const { server, store } = setUp({ socket: { autoConnect: false } })

    expect(server.connections).toHaveLength(0)
    expect(store.status).toBe('idle')
  })

  it('makes several sockets, each with its own store', async () => {
    const pinia = createPinia()
    const timers = createFakeTimers()
    const prices = createFakeServer({ timers, url: 'wss://prices.test' })
    const chat = createFakeServer({ timers, url: 'wss://chat.test' })

    mountApp((app) =>
      app
        .use(pinia)
        .use(HeartbeatSocket, { sockets: { prices: prices.options, chat: chat.options } }),
    )
    prices.accept()
    prices.send(1)

    const price = useHeartbeatSocket('prices', { pinia })
    const talk = useHeartbeatSocket('chat', { pinia })
    expect([price.$id, talk.$id]).toEqual(['heartbeat-socket/prices', 'heartbeat-socket/chat'])
    expect([price.status, talk.status]).toEqual(['open', 'connecting'])
    expect([price.lastMessage, talk.lastMessage]).toEqual([1, null])
    expect(chat.connections).toHaveLength(1)
  })

  it('gives the default socket a plain id', () => {
    expect(setUp().store.$id).toBe('heartbeat-socket')
  })

  it('takes defaults for all sockets, those made at run time included', () => {
    const pinia = createPinia()
    const server = setUpServer()
    const { url, ...defaults } = server.options

    mountApp((app) =>
      app.use(pinia).use(HeartbeatSocket, {
        defaults: { ...defaults, outbox: { maxMessages: 1 } },
        sockets: { one: { url, outbox: { overflow: 'drop-newest' } } },
      }),
    )
    const one = useHeartbeatSocket('one', { pinia })
    const two = useHeartbeatSocket('two', { pinia, url })

    expect(server.connections).toHaveLength(2)
    expect([one.send('a'), one.send('b')]).toEqual(['queued', 'dropped'])
    expect([two.send('a'), two.send('b'), two.queued]).toEqual(['queued', 'queued', 1])
    two.$dispose()
  })

  it('takes a Pinia that the app does not use', () => {
    const pinia = createPinia()
    const server = setUpServer()

    mountApp((app) => app.use(HeartbeatSocket, { pinia, ...server.options }))
    server.accept()

    expect(useHeartbeatSocket('default', { pinia }).status).toBe('open')
  })

  it('serves a component whose own Pinia is another', () => {
    const pinia = createPinia()
    const server = setUpServer()
    const root = defineComponent({
      setup() {
        const socket = useHeartbeatSocket('default', { pinia })
        return () => socket.status
      },
    })

    const { element } = mountApp(
      (app) => app.use(createPinia()).use(HeartbeatSocket, { pinia, ...server.options }),
      root,
    )

    expect(element.textContent).toBe('connecting')
  })

  it('says what to add when Pinia comes later', () => {
    const { options, connections } = setUpServer()

    mountApp((app) => app.use(HeartbeatSocket, options).use(createPinia()))

    expect(takeErrors()).toEqual([
      expect.objectContaining({
        code: 'HEARTBEAT_SOCKET_C0004',
        message: expect.stringContaining('app.use(createPinia())` before `app.use('),
      }),
    ])
    expect(connections).toHaveLength(0)
  })

  it('says what to add when there is no Pinia', () => {
    setActivePinia(undefined)
    const app = createApp({})

    app.use(HeartbeatSocket, setUpServer().options)

    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0004' }])
    expect(() => app.runWithContext(() => useHeartbeatSocket())).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0004' }),
    )
    // Vue's own, about the injection.
    takeWarnings()
  })
})

describe('a declared socket', () => {
  it('outlives $dispose() of its store, and the next one binds to it', () => {
    const { pinia, server, store } = setUp()
    server.accept()

    store.$dispose()

    const next = useHeartbeatSocket('default', { pinia })
    expect(next).not.toBe(store)
    expect(next.status).toBe('open')
    expect(server.connections).toHaveLength(1)
  })
})

describe('a store without the plugin', () => {
  it('comes to life with a plugin that is installed later', () => {
    const pinia = createPinia()
    const store = useHeartbeatSocket('default', { pinia })
    takeWarnings()
    onSocketMessage(() => {}, { pinia })()

    setUp({ pinia })

    expect(store.status).toBe('connecting')
  })

  it('is inert and idle', () => {
    const store = useHeartbeatSocket('default', { pinia: createPinia() })
    takeWarnings()

    store.connect()
    store.reconnect()
    store.configure({ url: 'wss://other.test' })
    store.close()
    store.clearLog()
    store.$reset()

    expect(store.send('a')).toBe('dropped')
    expect([store.status, store.isOpen, store.queued]).toEqual(['idle', false, 0])
  })

  it('warns once', () => {
    const pinia = createPinia()

    useHeartbeatSocket('default', { pinia })
    useHeartbeatSocket('default', { pinia })

    expect(takeWarnings()).toEqual([
      expect.stringMatching(/HEARTBEAT_SOCKET_C0005[^]*app\.use\(HeartbeatSocket/),
    ])
  })

  it('names the socket', () => {
    useHeartbeatSocket('prices', { pinia: createPinia() })

    expect(takeWarnings()).toEqual([expect.stringContaining('"prices"')])
  })
})
