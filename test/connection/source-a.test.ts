import { Server, WebSocket as MockWebSocket } from 'mock-socket'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection, type SocketOptions } from 'vue-heartbeat-socket/socket'

/**
 * The heartbeat page of DESIGN, section 12A, sentence by sentence, against `mock-socket`, so that
 * not everything depends on our own fakes.
 */
const URL_A = 'ws://page.test/'
const MESSAGE = 'Client HeartBeat Test Message.'

/** The page's settings: a fixed delay for ever, a ping after `timeout`, death after another. */
const pageOptions: SocketOptions = {
  url: URL_A,
  WebSocket: MockWebSocket as never,
  codec: 'text',
  heartbeat: { interval: 3_000, timeout: 3_000, message: MESSAGE, pong: () => false },
  reconnect: { delay: () => 2_000 },
  random: () => 1 - 2 ** -32,
}

let server: Server
let received: unknown[]
let clients: { send(data: string): void; close(options?: unknown): void }[]
let connections: Connection[]

function startServer(answers: boolean): Server {
  const started = new Server(URL_A)
  started.on('connection', (client) => {
    clients.push(client as never)
    client.on('message', (data) => {
      received.push(data)
      if (answers) client.send('any message')
    })
  })
  return started
}

function connect(options: Partial<SocketOptions> = {}): Connection {
  const connection = new Connection({ ...pageOptions, ...options })
  connections.push(connection)
  return connection
}

const advance = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers({ now: 1_767_225_600_000 })
  received = []
  clients = []
  connections = []
  server = startServer(true)
})

afterEach(async () => {
  for (const connection of connections) connection.dispose()
  server.stop()
  await advance(100)
  vi.useRealTimers()
})

describe('the heartbeat page', () => {
  it('opens at start', async () => {
    const connection = connect()

    await advance(50)

    expect(connection.isOpen).toBe(true)
    expect(clients).toHaveLength(1)
  })

  it('goes to reconnect when the constructor throws', async () => {
    let calls = 0
    class Throwing {
      constructor(url: string) {
        if (++calls <= 2) throw new Error('not yet')
        return new MockWebSocket(url)
      }
    }

    const connection = connect({ WebSocket: Throwing as never })
    expect(connection.status).toBe('reconnecting')
    await advance(4_050)

    expect(calls).toBe(3)
    expect(connection.isOpen).toBe(true)
  })

  it('reconnects once when onclose fires', async () => {
    const connection = connect()
    await advance(50)

    clients[0]!.close({ code: 1012, reason: 'restart', wasClean: true })
    await advance(1_000)
    expect(connection.status).toBe('reconnecting')
    await advance(1_100)

    expect(connection.isOpen).toBe(true)
    expect(clients).toHaveLength(2)
  })

  it('reconnects once when onerror and onclose fire (lockReconnect)', async () => {
    server.stop()
    await advance(50)
    const connection = connect()
    let ends = 0
    connection.on('close', () => ends++)

    await advance(1_000)
    server = startServer(true)
    await advance(1_100)

    expect(ends).toBe(1)
    expect(connection.isOpen).toBe(true)
    expect(clients).toHaveLength(1)
  })

  it('waits a fixed delay, for ever', async () => {
    server.stop()
    await advance(50)
    const connection = connect()
    const waits: (number | undefined)[] = []
    connection.on('status', ({ retryIn }) => retryIn !== undefined && waits.push(retryIn))

    await advance(100 * 2_100)

    expect(waits.length).toBeGreaterThanOrEqual(99)
    expect(new Set(waits)).toEqual(new Set([2_000]))
    server = startServer(true)
    await advance(2_100)
    expect(connection.isOpen).toBe(true)
  })

  it('starts the heartbeat on open: after timeout of silence the text is sent', async () => {
    connect()
    await advance(50)

    await advance(2_900)
    expect(received).toEqual([])
    await advance(200)

    expect(received).toEqual([MESSAGE])
  })

  it('starts the heartbeat again on the next open', async () => {
    connect()
    await advance(50)
    clients[0]!.close()
    await advance(2_100)

    await advance(3_000)

    expect(received).toEqual([MESSAGE])
  })

  it('resets the heartbeat with any message', async () => {
    connect()
    await advance(50)

    for (let second = 0; second < 20; second++) {
      clients[0]!.send(`any message ${second}`)
      await advance(1_000)
    }

    expect(received).toEqual([])
  })

  it('takes any message for a pong, and delivers it', async () => {
    const connection = connect()
    const messages: unknown[] = []
    connection.on('message', (message) => messages.push(message))
    await advance(50)

    await advance(30_000)

    expect(connection.isOpen).toBe(true)
    expect(received.length).toBeGreaterThanOrEqual(9)
    expect(messages).toHaveLength(received.length)
    expect(clients).toHaveLength(1)
  })

  it('closes after another timeout without an answer, which leads to exactly one reconnect', async () => {
    server.stop()
    server = startServer(false)
    const connection = connect()
    let ends = 0
    connection.on('close', () => ends++)
    await advance(50)

    await advance(5_900)
    expect(connection.isOpen).toBe(true)
    await advance(200)
    expect(connection.status).toBe('reconnecting')
    await advance(2_000)

    expect(connection.isOpen).toBe(true)
    expect([ends, clients.length]).toEqual([1, 2])
  })

  it('reconnects once, whenever the browser gets round to onclose', async () => {
    server.stop()
    server = startServer(false)
    const sockets: MockWebSocket[] = []
    class LateClosing extends MockWebSocket {
      constructor(url: string) {
        super(url)
        sockets.push(this)
      }
      // Half-open: the browser says `close` a minute later.
      override close(): void {
        setTimeout(() => super.close(), 60_000)
      }
    }
    const connection = connect({ WebSocket: LateClosing as never })
    await advance(50)
    await advance(8_100)
    server.stop()
    server = startServer(true)
    await advance(20_000)
    const { length } = sockets
    let ends = 0
    connection.on('close', () => ends++)

    await advance(120_000)

    expect(connection.isOpen).toBe(true)
    expect([sockets.length, ends]).toEqual([length, 0])
  })

  it('ends with close(), which nothing undoes', async () => {
    const connection = connect()
    await advance(50)

    connection.close()
    await advance(600_000)

    expect(connection.status).toBe('closed')
    expect(clients).toHaveLength(1)
  })
})
