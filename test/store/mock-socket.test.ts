import { Server, WebSocket } from 'mock-socket'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { defineComponent, nextTick } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { mountApp, type Mounted } from './support/set-up.ts'

// Nothing of our own testing kit: neither timers nor server.

const url = 'wss://mock.test/'
const options = { url, WebSocket: WebSocket as never, random: () => 0.5 }

const Ticker = defineComponent({
  setup() {
    const socket = useHeartbeatSocket()
    return () => `${socket.status} ${socket.lastMessage?.price}`
  },
})

beforeEach(() => vi.useFakeTimers({ now: 1_767_225_600_000 }))
afterEach(() => vi.useRealTimers())

function startServer(): Server {
  const server = new Server(url, { mock: false })
  onTestFinished(() => server.stop())
  return server
}

function mountTicker(): Mounted {
  return mountApp((app) => app.use(createPinia()).use(HeartbeatSocket, options), Ticker)
}

describe('with mock-socket and faked globals', () => {
  it('shows what the server sends', async () => {
    startServer().on('connection', (socket) => socket.send('{"price":3}'))
    const { element } = mountTicker()
    expect(element.textContent).toBe('connecting undefined')

    await vi.advanceTimersByTimeAsync(300)

    expect(element.textContent).toBe('open 3')
  })

  it('sends', async () => {
    const received: unknown[] = []
    startServer().on('connection', (socket) => socket.on('message', (text) => received.push(text)))
    const pinia = createPinia()
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, options))
    const socket = useHeartbeatSocket('default', { pinia })

    socket.send({ n: 1 })
    await vi.advanceTimersByTimeAsync(100)
    socket.send({ n: 2 })
    await vi.advanceTimersByTimeAsync(100)

    expect(received).toEqual(['{"n":1}', '{"n":2}'])
  })

  it('notices a server that has gone silent, and connects again', async () => {
    let connections = 0
    startServer().on('connection', () => connections++)
    const { element } = mountTicker()
    await vi.advanceTimersByTimeAsync(100)

    await vi.advanceTimersByTimeAsync(25_000)
    expect(element.textContent).toContain('reconnecting')
    await vi.advanceTimersByTimeAsync(5_100)

    expect(element.textContent).toContain('open')
    expect(connections).toBe(2)
  })

  it('comes back when the server does', async () => {
    const server = startServer()
    const { element } = mountTicker()
    await vi.advanceTimersByTimeAsync(100)

    server.close({ code: 1012, reason: 'restart', wasClean: true })
    server.stop()
    await nextTick()
    expect(element.textContent).toContain('reconnecting')
    startServer()
    await vi.advanceTimersByTimeAsync(5_100)

    expect(element.textContent).toContain('open')
  })

  it('leaves no timer behind', async () => {
    startServer()
    const { unmount } = mountTicker()
    await vi.advanceTimersByTimeAsync(1_000)

    unmount()
    await vi.advanceTimersByTimeAsync(1_000)

    expect(vi.getTimerCount()).toBe(0)
  })
})
