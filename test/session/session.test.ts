import { describe, expect, it } from 'vitest'
import { createHeartbeatServer, Refused } from 'vue-heartbeat-socket/server'
import { createSession } from 'vue-heartbeat-socket/session'
import { Connection } from 'vue-heartbeat-socket/socket'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { Recorder } from '../connection/support/recorder.ts'
import { FIRST_DELAY } from '../connection/support/set-up.ts'

/** A connection with a session, and the real server at the other end of fake links. */
async function setUp(options: Partial<SocketOptions> = {}) {
  const timers = createFakeTimers()
  const live = createHeartbeatServer<any, any>({
    timer: timers,
    authenticate: () => ({ user: 'u1', channels: ['news'] }),
  })
  const handled: unknown[] = []
  live.on('message', (message) => void handled.push(message))
  const server = createFakeServer({ timers, server: live })
  const connection = new Connection({ ...server.options, session: createSession(), ...options })
  const received: unknown[] = []
  connection.on('message', (message) => received.push(message))
  const recorder = new Recorder(connection)
  server.accept()
  await timers.advance(0)
  return { timers, live, handled, server, connection, received, recorder }
}

describe('a session', () => {
  it('opens with a welcome, and offers its subprotocol first', async () => {
    const { connection, server } = await setUp({ protocols: ['v1'] })

    expect(connection.status).toBe('open')
    expect(server.connections[0]!.protocols).toEqual(['heartbeat.v1', 'v1'])
    expect(connection.recovered).toBe(null)
  })

  it('delivers what the server publishes, text too', async () => {
    const { live, received, timers } = await setUp()

    await live.publish('news', { price: 3 })
    await live.publish('news', 'text')
    await timers.advance(0)

    expect(received).toEqual([{ price: 3 }, 'text'])
  })

  it('replays what was missed, once and in order', async () => {
    const { live, received, timers, server, connection } = await setUp()
    await live.publish('news', 1)
    server.drop()
    await live.publish('news', 2)
    await live.publish('news', 3)

    await timers.advance(FIRST_DELAY)

    expect(received).toEqual([1, 2, 3])
    expect(connection.recovered).toBe(true)
  })

  it('confirms what the server has committed', async () => {
    const { connection, handled, timers } = await setUp()
    const confirmed: unknown[] = []
    connection.on('confirmed', (message) => confirmed.push(message))
    connection.send({ buy: 3 })
    connection.send('text')
    expect(connection.unconfirmed).toBe(2)

    await timers.advance(100)

    expect(handled).toEqual([{ buy: 3 }, 'text'])
    expect(confirmed).toEqual([{ buy: 3 }, 'text'])
    expect(connection.unconfirmed).toBe(0)
  })

  it('sends again what was on its way, and the server handles it once', async () => {
    const { connection, handled, timers, server } = await setUp()
    connection.send(1)
    server.drop()
    connection.send(2)

    await timers.advance(FIRST_DELAY + 200)

    expect(handled).toEqual([1, 2])
    expect(connection.unconfirmed).toBe(0)
    expect(connection.sent).toBe(2)
  })

  it('sends again what never arrived', async () => {
    const { connection, handled, timers, server } = await setUp()
    server.goSilent()
    connection.send(1)
    server.drop()
    server.accept()

    await timers.advance(FIRST_DELAY + 200)

    expect(handled).toEqual([1])
  })

  it('takes binary data both ways', async () => {
    const { connection, handled, timers, live, received } = await setUp({ codec: 'json' })
    connection.send(new Uint8Array([1, 2, 3]))
    await live.publish('news', new Uint8Array([4, 5]))

    await timers.advance(100)

    expect(Array.from(handled[0] as Uint8Array)).toEqual([1, 2, 3])
    expect(Array.from(new Uint8Array(received[0] as ArrayBuffer))).toEqual([4, 5])
  })

  it('moves the position of a quiet client with the heartbeat', async () => {
    const { timers, server, live, connection } = await setUp()
    await live.publish({ user: 'another' }, 1)

    await timers.advance(20_000)
    server.drop()
    await timers.advance(FIRST_DELAY)

    const hello = JSON.parse(String(server.connections[1]!.sent[0]))
    expect(hello.at[1]).toBe(1)
    expect(connection.latency).toBe(null)
  })

  it('keeps its link while a feed arrives all the time', async () => {
    const { timers, live, connection, server } = await setUp()

    for (let second = 0; second < 180; second++) {
      await live.publish('news', second, { keep: second % 2 === 0 })
      await timers.advance(1_000)
    }

    expect(server.connections).toHaveLength(1)
    expect(connection.status).toBe('open')
  })

  it('reports what the server has refused', async () => {
    const { connection, live, timers, recorder } = await setUp()
    live.on('message', () => {
      throw new Refused('not yours')
    })
    connection.send('a')

    await timers.advance(200)

    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'refused' }])
  })

  it('sends with `queue: false` what is neither kept nor acknowledged', async () => {
    const { connection, handled, timers } = await setUp()

    expect(connection.send('now', { queue: false })).toBe('sent')
    await timers.advance(100)

    expect(handled).toEqual(['now'])
    expect(connection.unconfirmed).toBe(0)
  })

  it('has at most 256 messages in flight, the rest waits', async () => {
    const { connection, handled, timers } = await setUp()
    for (let sent = 0; sent < 600; sent++) connection.send(sent)
    expect([connection.unconfirmed, connection.queued]).toEqual([256, 344])

    await timers.advance(1_000)

    expect(handled).toHaveLength(600)
    expect([connection.unconfirmed, connection.queued]).toEqual([0, 0])
  })

  it('reports at close() what was in flight', async () => {
    const { connection, recorder } = await setUp()
    connection.send('a')

    connection.close()

    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'unconfirmed' }])
  })

  it('is another one after close()', async () => {
    const { connection, server, timers } = await setUp()
    connection.close()
    connection.connect()
    await timers.advance(0)

    const [first, second] = server.connections.map(({ sent }) => JSON.parse(String(sent[0])).hello)
    expect(second[0]).not.toBe(first[0])
    expect(second[1]).toBe(1)
  })

  it('says when the log does not continue where the last link ended', async () => {
    const { connection, server, timers } = await setUp()
    const other = createHeartbeatServer<any, any>({
      timer: timers,
      authenticate: () => ({ user: 'u1' }),
    })
    const another = createFakeServer({ timers, server: other })
    another.accept()
    connection.configure({ WebSocket: another.options.WebSocket })
    await timers.advance(0)

    expect(server.connections).toHaveLength(1)
    expect(connection.recovered).toBe(false)
  })
})
