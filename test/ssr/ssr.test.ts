import { createPinia, type Pinia } from 'pinia'
import { renderToString } from '@vue/server-renderer'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSSRApp, customRef, defineComponent, h, type App } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
} from 'vue-heartbeat-socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'

const Page = defineComponent({
  setup() {
    const socket = useHeartbeatSocket()
    const room = useHeartbeatSocket('room', { url: 'wss://room.test' })
    onSocketMessage(() => {})
    onSocketEvent('open', () => {})
    socket.connect()
    return () =>
      h('p', [socket.status, socket.isOpen, socket.log.length, room.status, room.send('a')].join())
  },
})

const timers = ['setTimeout', 'setInterval', 'setImmediate'] as const

beforeEach(() => {
  // Node 22 has one.
  vi.stubGlobal(
    'WebSocket',
    class {
      constructor() {
        throw new Error('A socket on the server')
      }
    },
  )
  for (const name of timers) vi.spyOn(globalThis, name)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function createServerApp(pinia: Pinia): App {
  return createSSRApp(Page).use(pinia).use(HeartbeatSocket, { url: 'wss://a.test' })
}

describe('on a server', () => {
  it('every socket is idle', async () => {
    const html = await renderToString(createServerApp(createPinia()))

    expect(html).toBe('<p>idle,false,0,idle,dropped</p>')
  })

  it('no socket is made and no timer is set', async () => {
    await renderToString(createServerApp(createPinia()))

    for (const name of timers) expect(globalThis[name]).not.toHaveBeenCalled()
  })

  it('actions make none either', () => {
    const pinia = createPinia()
    createServerApp(pinia)
    const socket = useHeartbeatSocket('default', { pinia })

    socket.connect()
    socket.reconnect()
    socket.configure({ url: 'wss://b.test' })
    socket.connect()
    socket.close()

    expect(socket.status).toBe('idle')
    expect(socket.error).toBe(null)
  })

  it('no session is begun, and no credentials are asked for', async () => {
    const auth = vi.fn()
    const session = createSession({ auth })
    const begin = vi.spyOn(session, 'begin')

    await renderToString(
      createSSRApp(Page)
        .use(createPinia())
        .use(HeartbeatSocket, { url: 'wss://a.test', session, defaults: { session } }),
    )

    expect(begin).not.toHaveBeenCalled()
    expect(auth).not.toHaveBeenCalled()
  })

  it('a url in a ref is not read', () => {
    const read = vi.fn(() => 'wss://a.test')
    const url = customRef<string>(() => ({ get: read, set: () => {} }))

    createSSRApp(Page).use(createPinia()).use(HeartbeatSocket, { url })

    expect(read).not.toHaveBeenCalled()
  })

  it('the state can be sent to the client', async () => {
    const pinia = createPinia()

    await renderToString(createServerApp(pinia))

    const state = JSON.parse(JSON.stringify(pinia.state.value))
    expect(Object.keys(state)).toEqual(['heartbeat-socket', 'heartbeat-socket/room'])
    expect(state['heartbeat-socket']).toEqual({
      status: 'idle',
      attempts: 0,
      retryAt: null,
      suspendedBy: null,
      openedAt: null,
      latency: null,
      suspectedAt: null,
      protocol: null,
      lastReceivedAt: null,
      lastMessage: null,
      lastClose: null,
      error: null,
      received: 0,
      sent: 0,
      queued: 0,
      unconfirmed: null,
      recovered: null,
      isLeader: true,
    })
  })

  it('nothing is kept from one request to the next', async () => {
    const seen: unknown[] = []
    const render = async (): Promise<void> => {
      const pinia = createPinia()
      await renderToString(createServerApp(pinia))
      seen.push((pinia as never)[Symbol.for('vue-heartbeat-socket')])
    }

    await render()
    await render()

    expect(seen[0]).not.toBe(seen[1])
  })
})

describe('in Node without a window', () => {
  it('a socket attempts where a WebSocket class is given', () => {
    const pinia = createPinia()
    const server = createFakeServer({ timers: createFakeTimers() })
    const socket = useHeartbeatSocket('feed', { pinia, ...server.options })

    server.accept()

    expect(socket.status).toBe('open')
    socket.$dispose()
  })
})
