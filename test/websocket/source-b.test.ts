import { Server, WebSocket as MockWebSocket } from 'mock-socket'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  ReconnectingWebSocket,
  type ReconnectingWebSocketOptions,
} from 'vue-heartbeat-socket/socket'
import { Journal } from './support/journal.ts'

/**
 * What the original's own documentation says of it (DESIGN, section 12B), sentence by sentence,
 * against `mock-socket` and the system's timers, so that not everything depends on our own fakes.
 */
const URL_B = 'ws://original.test/'

type Client = { send(data: string): void; close(options?: { code: number; reason: string }): void }

let server: Server
let clients: Client[]
let received: unknown[]
let sockets: ReconnectingWebSocket[]

function startServer(): Server {
  const started = new Server(URL_B)
  started.on('connection', (client) => {
    clients.push(client as never)
    client.on('message', (data) => void received.push(data))
  })
  return started
}

function make(options: ReconnectingWebSocketOptions = {}): ReconnectingWebSocket {
  const WebSocket = MockWebSocket as never
  const socket = new ReconnectingWebSocket(URL_B, null, { WebSocket, ...options })
  sockets.push(socket)
  return socket
}

const advance = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

async function makeOpen(options: ReconnectingWebSocketOptions = {}): Promise<{
  socket: ReconnectingWebSocket
  recorder: Journal
}> {
  const socket = make(options)
  await advance(50)
  return { socket, recorder: new Journal(socket) }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_767_225_600_000 })
  clients = []
  received = []
  sockets = []
  server = startServer()
})

afterEach(async () => {
  for (const socket of sockets) socket.close()
  server.stop()
  await advance(5_000)
  const left = vi.getTimerCount()
  vi.useRealTimers()
  expect(left).toBe(0)
})

describe('the original says that it', () => {
  it('polls when it fails to connect, until it connects', async () => {
    server.stop()
    const socket = make()
    await advance(60_000)
    expect(socket.readyState).toBe(socket.CONNECTING)
    expect(socket.reconnectAttempts).toBeGreaterThan(5)

    server = startServer()
    await advance(30_050)

    expect(socket.readyState).toBe(socket.OPEN)
    expect(socket.reconnectAttempts).toBe(0)
  })

  it('has the event stream connecting, open, message, close, and again', async () => {
    const socket = make({ automaticOpen: false })
    const recorder = new Journal(socket)
    socket.open()
    await advance(50)
    clients[0]!.send('one')
    await advance(50)

    clients[0]!.close({ code: 1000, reason: '' })
    await advance(1_050)
    clients[1]!.send('two')
    await advance(50)

    const first = ['connecting', 'open', 'message']
    expect(recorder.types).toEqual([...first, 'connecting', 'close', 'open', 'message'])
  })

  it('takes options after instantiation too', async () => {
    const { socket } = await makeOpen()

    socket.debug = false
    socket.reconnectInterval = 4_000
    clients[0]!.close({ code: 1000, reason: '' })
    await advance(3_990)
    expect(clients).toHaveLength(1)
    await advance(100)

    expect(clients).toHaveLength(2)
  })

  it('can be opened and closed at any time', async () => {
    const socket = make({ automaticOpen: false })
    await advance(10_000)
    expect(clients).toHaveLength(0)

    socket.open()
    await advance(50)
    expect(socket.readyState).toBe(socket.OPEN)
    socket.close()
    await advance(50)
    expect(socket.readyState).toBe(socket.CLOSED)
    socket.open()
    await advance(50)

    expect(socket.readyState).toBe(socket.OPEN)
    expect(clients).toHaveLength(2)
  })

  it('emits who listens of connecting with the code of the loss', async () => {
    const { socket } = await makeOpen()
    const seen: unknown[] = []
    socket.onconnecting = ({ code, reason, wasClean }) => seen.push({ code, reason, wasClean })

    clients[0]!.close({ code: 1000, reason: 'maintenance' })
    await advance(50)

    expect(seen).toEqual([{ code: 1000, reason: 'maintenance', wasClean: true }])
  })

  it('can be refreshed: closed and opened again', async () => {
    const { socket, recorder } = await makeOpen()

    socket.refresh()
    await advance(50)

    expect(clients).toHaveLength(2)
    expect(socket.readyState).toBe(socket.OPEN)
    expect(recorder.types).toEqual(['connecting', 'close', 'open'])
  })
})

describe('where the original is wrong, it is put right:', () => {
  it('no native socket is made beyond maxReconnectAttempts', async () => {
    const made = vi.fn()
    class Counted extends MockWebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols)
        made()
      }
    }
    server.stop()
    const socket = make({ maxReconnectAttempts: 2, WebSocket: Counted as never })

    await advance(600_000)

    expect(made).toHaveBeenCalledTimes(3)
    expect(socket.readyState).toBe(socket.CLOSED)
  })

  it('refresh() does not wait for the native close', async () => {
    const { socket } = await makeOpen()
    class Deaf extends MockWebSocket {
      override close(): void {}
    }
    const deaf = make({ WebSocket: Deaf as never })
    await advance(50)
    expect(clients).toHaveLength(2)

    deaf.refresh()
    await advance(50)

    expect(clients).toHaveLength(3)
    expect(deaf.readyState).toBe(deaf.OPEN)
    expect(socket.readyState).toBe(socket.OPEN)
  })
})
