import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { takeErrors } from '../support/console.ts'
import { mountApp, setUp } from '../store/support/set-up.ts'

const Status = defineComponent({
  setup() {
    const socket = useHeartbeatSocket()
    return () => socket.status
  },
})

describe('options that are wrong', () => {
  it.each([
    ['a negative time', { connectTimeout: -1 }, 'C0001', 'connectTimeout'],
    [
      'a time that is not a number',
      { heartbeat: { interval: NaN } },
      'C0001',
      'heartbeat.interval',
    ],
    ['a wrong type', { reconnect: { factor: '2' } }, 'C0001', 'reconnect.factor'],
    ['an unknown key', { heartbeats: false }, 'C0002', 'heartbeat'],
    ['a url that does not parse', { url: 'wss://' }, 'C0001', 'url'],
    ['a bad scheme', { url: 'ftp://a.test' }, 'C0001', 'url'],
  ])('are reported: %s', (_, socket, code, text) => {
    const { store, server } = setUp({ socket: socket as object })

    expect(takeErrors()).toEqual([
      expect.objectContaining({
        name: 'TypeError',
        code: `HEARTBEAT_SOCKET_${code}`,
        message: expect.stringContaining(text),
      }),
    ])
    expect(store.status).toBe('failed')
    expect(store.error).toMatchObject({ code: `HEARTBEAT_SOCKET_${code}` })
    expect(server.connections).toHaveLength(0)
  })

  it('are reported when there are none at all', () => {
    const pinia = createPinia()

    mountApp((app) => app.use(pinia).use(HeartbeatSocket, undefined as never))

    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0001' }])
    expect(useHeartbeatSocket('default', { pinia }).status).toBe('failed')
  })

  it.each([undefined, null])('are reported when those of a named socket are %s', (options) => {
    const pinia = createPinia()
    const sockets = { chat: options as never }

    mountApp((app) => app.use(pinia).use(HeartbeatSocket, { sockets }))

    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0001' }])
    expect(useHeartbeatSocket('chat', { pinia }).status).toBe('failed')
  })

  it('do not keep the app from mounting', () => {
    const { element } = setUp({ root: Status, socket: { connectTimeout: -1 } })
    takeErrors()

    expect(element.textContent).toBe('failed')
  })

  it('do not keep other sockets from connecting', () => {
    const pinia = createPinia()
    const server = createFakeServer({ timers: createFakeTimers() })

    mountApp((app) =>
      app.use(pinia).use(HeartbeatSocket, {
        sockets: { bad: { ...server.options, url: 'wss://' }, good: server.options },
      }),
    )
    takeErrors()

    expect(useHeartbeatSocket('bad', { pinia }).status).toBe('failed')
    expect(useHeartbeatSocket('good', { pinia }).status).toBe('connecting')
  })

  it('beside `sockets` are reported, for they reach no socket', () => {
    const server = createFakeServer({ timers: createFakeTimers() })
    const options = { sockets: { chat: server.options }, heartbeat: false }

    mountApp((app) => app.use(createPinia()).use(HeartbeatSocket, options as never))

    expect(takeErrors()).toEqual([
      expect.objectContaining({
        code: 'HEARTBEAT_SOCKET_C0002',
        message: expect.stringMatching(/"heartbeat"[^]*"defaults"/),
      }),
    ])
    expect(server.connections).toHaveLength(1)
  })

  it('of a socket made at run time are reported too', () => {
    const store = useHeartbeatSocket('room', { pinia: createPinia(), url: 'wss://' })

    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0001' }])
    expect(store.status).toBe('failed')
    store.$dispose()
  })

  it('make actions do nothing', () => {
    const { store } = setUp({ socket: { url: 'wss://' } })
    takeErrors()

    store.connect()
    store.reconnect()
    store.close()
    store.$reset()

    expect(store.send('a')).toBe('dropped')
    expect(store.status).toBe('failed')
    expect(store.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_C0001' })
  })

  it('can be mended with configure()', () => {
    const { store, server } = setUp({ socket: { url: 'wss://' } })
    takeErrors()

    store.configure({ url: 'wss://a.test' })
    expect([store.status, store.error]).toEqual(['connecting', null])
    server.accept()

    expect(store.status).toBe('open')
  })

  it('are mended group by group', () => {
    const { store, server } = setUp({ socket: { outbox: { maxMessages: 1, maxAge: -1 } } })
    takeErrors()

    store.configure({ outbox: { maxAge: 1_000 } })
    store.connect()
    store.send('a')
    store.send('b')

    expect(store.queued).toBe(1)
    expect(server.connections).toHaveLength(1)
  })

  it('throw again when they are mended in part', () => {
    const { store } = setUp({ socket: { url: 'wss://', connectTimeout: -1 } })
    takeErrors()

    expect(() => store.configure({ url: 'wss://a.test' })).toThrow(TypeError)
    expect(store.status).toBe('failed')
  })
})
