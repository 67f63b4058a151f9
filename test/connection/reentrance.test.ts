import { describe, expect, it } from 'vitest'
import { microtasks, setUp, setUpOpen, WAIT } from './support/set-up.ts'

describe('close() inside', () => {
  it.each(['status', 'open', 'sent'] as const)('%s at the opening', async (event) => {
    const { connection, server, timers, link } = setUp()
    connection.send('queued')
    connection.on(event, () => connection.close())

    server.accept()
    await timers.advance(600_000)

    expect(connection.status).toBe('closed')
    expect(link.readyState).toBeGreaterThanOrEqual(2)
    expect(timers.pending).toBe(0)
  })

  it.each(['status', 'close'] as const)('%s at the end of a link', async (event) => {
    const { connection, server, timers } = setUpOpen()
    connection.on(event, () => connection.close())

    server.drop()
    await timers.advance(600_000)

    expect(connection.status).toBe('closed')
    expect(server.connections).toHaveLength(1)
    expect(timers.pending).toBe(0)
  })

  it('message', async () => {
    const { connection, server, timers, recorder } = setUpOpen()
    connection.on('message', () => connection.close())

    server.send({ n: 1 })
    server.send({ n: 2 })
    await timers.advance(600_000)

    expect(recorder.of('message')).toEqual([{ n: 1 }])
    expect(timers.pending).toBe(0)
  })

  it.each(['ping', 'pong', 'heartbeat', 'stable'] as const)('%s', async (event) => {
    const { connection, timers } = setUpOpen()
    connection.on(event, () => connection.close())

    await timers.advance(600_000)

    expect(connection.status).toBe('closed')
    expect(timers.pending).toBe(0)
  })

  it('a handshake', async () => {
    const kit = setUp({ handshake: () => kit.connection.close() })

    kit.server.accept()
    await microtasks()

    expect(kit.connection.status).toBe('closed')
    expect(kit.timers.pending).toBe(0)
  })

  it('error when given up', () => {
    const { connection, server } = setUpOpen({ reconnect: false })
    connection.on('error', () => connection.close())

    server.drop()

    expect(connection.status).toBe('closed')
  })

  it("a WebSocket's constructor", async () => {
    const kit = setUp({ autoConnect: false })
    class Closing extends kit.server.options.WebSocket {
      constructor(url: string) {
        super(url)
        kit.connection.close()
      }
    }
    kit.connection.configure({ WebSocket: Closing })

    kit.connection.connect()
    kit.server.accept()
    await kit.timers.advance(600_000)

    expect(kit.connection.status).toBe('closed')
    expect(kit.link.readyState).toBeGreaterThanOrEqual(2)
    expect(kit.timers.pending).toBe(0)
  })

  it('a predicate of pongs, which is not emitted', async () => {
    const pong = (): boolean => {
      kit.connection.close()
      return true
    }
    const kit = setUpOpen({ heartbeat: { pong } })

    await kit.timers.advance(WAIT)

    expect(kit.recorder.names('status', 'heartbeat', 'pong')).toEqual(['status'])
    expect(kit.connection.latency).toBeNull()
  })

  it('message from a send() that dispatches at once: all is sent or dropped', () => {
    const kit = setUp({ autoConnect: false })
    const { connection, server, recorder } = kit
    class Echoing extends server.options.WebSocket {
      override send(data: unknown): void {
        super.send(data)
        kit.link.emit('message', { data: '"echo"' })
      }
    }
    connection.configure({ WebSocket: Echoing })
    connection.on('message', () => connection.close())
    connection.connect()
    connection.send('a')
    connection.send('b')

    server.accept()

    expect(recorder.of('sent').sort()).toEqual(['a', 'b'])
    expect(recorder.of('drop')).toEqual([])
  })
})

describe('connect() inside', () => {
  it('close attempts at once', () => {
    const { connection, server } = setUpOpen()
    connection.on('close', () => connection.connect())

    server.drop()

    expect(server.connections).toHaveLength(2)
    expect(connection.status).toBe('reconnecting')
  })

  it('close after close() makes a new connection', async () => {
    const { connection, server, timers } = setUpOpen()
    const remove = connection.on('close', () => connection.connect())

    connection.close()
    remove()
    await timers.advance(0)

    expect(connection.isOpen).toBe(true)
    expect(server.connections).toHaveLength(2)
  })

  it('error makes a new connection after failed', () => {
    const { connection, server } = setUpOpen({ reconnect: false })
    connection.on('error', () => connection.connect())

    server.drop()

    expect(connection.status).toBe('connecting')
    expect(server.connections).toHaveLength(2)
  })
})
