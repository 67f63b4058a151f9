import { describe, expect, it } from 'vitest'
import { takeErrors } from '../support/console.ts'
import { setUp, setUpOpen, setUpPinged, TIMEOUT, WAIT } from './support/set-up.ts'

describe('a pong', () => {
  it('reaches neither listeners of messages nor the counters', async () => {
    const { timers, told, connection } = setUpOpen()

    await timers.advance(WAIT)

    expect(told.names('ping', 'heartbeat', 'pong', 'message')).toEqual([
      'ping',
      'heartbeat',
      'pong',
    ])
    expect(connection.received).toBe(0)
    expect(connection.lastMessage).toBeNull()
  })

  it('reaches no listener either when no ping is out, and is no heartbeat', () => {
    const { server, told, connection } = setUpOpen({ codec: 'text' })

    server.send('pong')

    expect(told.names('message', 'heartbeat')).toEqual([])
    expect([connection.received, connection.latency]).toEqual([0, null])
  })

  it('yields the latency', async () => {
    const { timers, told, connection, server } = setUp({}, { latency: 40 })
    server.accept()

    await timers.advance(15_000)

    expect(told.of('heartbeat')).toEqual([{ latency: 80 }])
    expect(connection.latency).toBe(80)
  })

  it('yields the latency once when the server answers twice', async () => {
    const { timers, told, server } = setUpOpen()
    await timers.advance(WAIT)

    server.send('pong')

    expect(told.of('heartbeat')).toHaveLength(1)
  })

  it('is known by a predicate on the raw data', async () => {
    const pong = (data: unknown): boolean => String(data).startsWith('{"type":"pong"')
    const { timers, told } = setUpOpen({ heartbeat: { pong } }, { pong: { type: 'pong', n: 1 } })

    await timers.advance(WAIT)

    expect(told.names('ping', 'heartbeat', 'pong', 'message')).toEqual([
      'ping',
      'heartbeat',
      'pong',
    ])
  })

  it('is compared byte by byte when it is binary', async () => {
    const pong = new Uint8Array([9, 8, 7])
    const { timers, told, server } = setUpOpen(
      { heartbeat: { pong }, binaryType: 'arraybuffer' },
      { pong: new Uint8Array([9, 8, 7]) },
    )

    await timers.advance(WAIT)
    server.send(new Uint8Array([9, 8, 6]))
    server.send(new Uint8Array([9, 8]))

    expect(told.names('heartbeat', 'message')).toEqual(['heartbeat', 'message', 'message'])
  })

  it('may be a view on a part of a buffer', async () => {
    const pong = new Uint8Array([0, 9, 8, 0]).subarray(1, 3)
    const { timers, told } = setUpOpen(
      { heartbeat: { pong }, binaryType: 'arraybuffer' },
      { pong: new Uint8Array([9, 8]) },
    )

    await timers.advance(WAIT)

    expect(told.names('heartbeat', 'message')).toEqual(['heartbeat'])
  })

  it('ends with its link: the next one has no latency yet', async () => {
    const { timers, connection, server } = setUpOpen({}, { latency: 0 })
    await timers.advance(WAIT)
    expect(connection.latency).toBe(0)

    server.drop()

    expect(connection.latency).toBeNull()
  })
})

describe('heartbeat.reply', () => {
  const reply = (data: unknown): string | undefined =>
    data === 'are you there' ? 'yes' : undefined

  it('answers a server that pings the client', () => {
    const { server } = setUpOpen({ heartbeat: { reply } })

    server.send('are you there')

    expect(server.received).toEqual(['yes'])
  })

  it('keeps the question from listeners and counters', () => {
    const { server, told, connection } = setUpOpen({ heartbeat: { reply } })

    server.send('are you there')

    expect(told.names('message', 'sent')).toEqual([])
    expect([connection.received, connection.sent]).toEqual([0, 0])
  })

  it('leaves other messages alone', () => {
    const { server, told } = setUpOpen({ heartbeat: { reply }, codec: 'text' })

    server.send('hello')

    expect(told.of('message')).toEqual(['hello'])
    expect(server.received).toEqual([])
  })

  it('works beside message: null, where the server beats', async () => {
    const { server, connection, timers, link } = setUpOpen({ heartbeat: { reply, message: null } })

    for (let beat = 0; beat < 5; beat++) {
      await timers.advance(20_000)
      server.send('are you there')
    }

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(link.sent).toEqual(['yes', 'yes', 'yes', 'yes', 'yes'])
  })
})

describe('a message function that throws', () => {
  const failure = new Error('no ping')

  it('is reported, and the link is not judged by it', async () => {
    const message = (): string => {
      throw failure
    }
    const { timers, connection } = setUpOpen({ heartbeat: { message } })

    await timers.advance(WAIT + TIMEOUT - 1_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(takeErrors()).toEqual([failure])
  })

  it('is asked again after the next silence', async () => {
    let calls = 0
    const message = (): string => {
      if (++calls === 1) throw failure
      return 'ping'
    }
    const { timers, server } = setUpOpen({ heartbeat: { message } })

    await timers.advance(2 * WAIT)

    expect(server.pings).toHaveLength(1)
    expect(takeErrors()).toEqual([failure])
  })

  it('leaves the latency of the ping before as it is', async () => {
    let calls = 0
    const message = (): string => {
      if (++calls === 2) throw new Error('no more')
      return 'ping'
    }
    const { timers, page, connection, server } = setUpOpen(
      { heartbeat: { message } },
      { pong: null },
    )
    await timers.advance(WAIT)
    await timers.advance(3_000)
    page.emit('visible')

    server.send('pong')

    expect(calls).toBe(2)
    expect(connection.latency).toBe(3_000)
    expect(takeErrors()).toHaveLength(1)
  })

  it('is reported too when it returns what a socket cannot send', async () => {
    const message = (): never => ({ type: 'ping' }) as never
    const { timers, connection, link } = setUpOpen({ heartbeat: { message } })

    await timers.advance(WAIT)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(link.sent).toEqual([])
    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_R0003' }])
  })
})

it('a suspected link that answers nothing but data is no death', async () => {
  const { timers, server, connection } = await setUpPinged()

  for (let second = 0; second < 120; second++) {
    await timers.advance(1_000)
    server.send({ news: 1 })
  }

  expect(connection.isOpen).toBe(true)
  expect(connection.lastClose).toBeNull()
})
