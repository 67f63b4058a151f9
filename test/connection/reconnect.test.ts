import { describe, expect, it } from 'vitest'
import { ALMOST_ONE, seeded } from './support/random.ts'
import { FIRST_DELAY, setUp, setUpOpen } from './support/set-up.ts'

describe('a series of retries', () => {
  it.each([
    [0, [0, 500, 1_000, 2_000, 4_000, 7_500, 7_500]],
    [0.5, [2_500, 1_250, 2_500, 5_000, 10_000, 18_750, 18_750]],
    [ALMOST_ONE, [5_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
  ])('with random %d waits as the formula says', async (random, expected) => {
    const { timers, server, recorder } = setUp({ random: () => random })
    server.refuse()

    await timers.advance(200_000)
    const waits = recorder.of('status').map((change) => change!.retryIn)
    const delays = waits.filter((delay) => delay !== undefined).slice(0, expected.length)

    expect(delays.map((delay) => Math.round(delay))).toEqual(expected)
  })

  it('connects exactly when retryAt says', async () => {
    const { timers, server, connection } = setUp()
    server.refuse()
    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)

    await timers.advance(FIRST_DELAY - 1)
    expect(server.connections).toHaveLength(1)
    await timers.advance(1)

    expect(server.connections).toHaveLength(2)
  })

  it('goes on when the server accepts and drops', async () => {
    const { timers, server, connection } = setUpOpen()
    server.drop()
    await timers.advance(FIRST_DELAY)
    expect(connection.isOpen).toBe(true)

    server.drop()

    expect(connection.attempts).toBe(2)
    expect(connection.retryAt).toBe(timers.now() + 1_250)
  })

  it('goes on when the server accepts and says nothing', async () => {
    const { timers, connection } = setUpOpen({}, { pong: null })
    while (connection.isOpen) await timers.advance(500)
    while (!connection.isOpen) await timers.advance(500)

    while (connection.isOpen) await timers.advance(500)

    expect(connection.attempts).toBe(2)
    expect(connection.retryAt! - timers.now()).toBeLessThanOrEqual(1_250)
  })

  it('does not hammer a server that accepts and drops at once', async () => {
    const linkCount: number[] = []

    for (let seed = 1; seed <= 100; seed++) {
      const { timers, server, connection } = setUp({ random: seeded(seed) })
      connection.on('open', () => queueMicrotask(() => server.drop()))
      server.accept()
      await timers.advance(60_000)
      linkCount.push(server.connections.length)
      connection.close()
    }

    expect(linkCount.reduce((sum, count) => sum + count) / linkCount.length).toBeLessThanOrEqual(8)
  })
})

describe('stableAfter', () => {
  it('ends the series when something arrives that long after the opening', async () => {
    const { timers, server, connection, recorder } = setUpOpen()
    await timers.advance(10_000)

    server.send({ news: 1 })

    expect(connection.attempts).toBe(0)
    expect(recorder.names('stable', 'message')).toEqual(['stable', 'message'])
    server.drop()
    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
  })

  it('does not when it arrives a moment earlier', async () => {
    const { timers, server, connection } = setUpOpen()
    await timers.advance(9_999)

    server.send({ news: 1 })

    expect(connection.attempts).toBe(1)
  })

  it('does not when nothing arrives, however long the link is open', async () => {
    const { timers, connection } = setUpOpen({}, { pong: null })

    await timers.advance(23_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.attempts).toBe(1)
  })

  it('is satisfied by a pong', async () => {
    const { timers, connection } = setUpOpen()

    await timers.advance(15_000)

    expect(connection.attempts).toBe(0)
  })

  it('without heartbeat is satisfied by being open that long', async () => {
    const { timers, connection } = setUpOpen({ heartbeat: false })
    await timers.advance(9_999)
    expect(connection.attempts).toBe(1)

    await timers.advance(1)

    expect(connection.attempts).toBe(0)
  })

  it.each([
    ['interval: 75_000', { interval: 75_000 }],
    ['message: null', { interval: 60_000, message: null }],
    ['heartbeat: false', false],
  ] as const)('is satisfied by a close frame (%s)', async (_, heartbeat) => {
    const reconnect = { maxAttempts: 8 }
    const { timers, server, connection, recorder } = setUpOpen({ heartbeat, reconnect })

    for (let link = 0; link < 20; link++) {
      await timers.advance(55_000)
      server.close(1001)
      expect([connection.status, connection.attempts]).toEqual(['reconnecting', 0])
      await timers.advance(FIRST_DELAY)
    }

    expect(connection.isOpen).toBe(true)
    expect(recorder.names('stable')).toHaveLength(20)
  })

  it.each([
    ['a close frame that comes a moment earlier', 9_999, 'close'],
    ['a broken link', 55_000, 'drop'],
  ] as const)('is not satisfied by %s', async (_, openFor, how) => {
    const { timers, server, connection, recorder } = setUpOpen({ heartbeat: { interval: 75_000 } })
    await timers.advance(openFor)

    if (how === 'close') server.close(1001)
    else server.drop()

    expect(connection.attempts).toBe(1)
    expect(recorder.names('stable')).toEqual([])
  })

  it('is emitted before the end that satisfies it', async () => {
    const { timers, server, recorder } = setUpOpen({ heartbeat: { interval: 75_000 } })
    await timers.advance(10_000)

    server.close(1001)

    expect(recorder.names()).toEqual(['stable', 'status', 'close'])
  })

  it('is emitted once a link', async () => {
    const { timers, server, recorder } = setUpOpen()
    await timers.advance(10_000)

    server.send({ news: 1 })
    server.send({ news: 2 })

    expect(recorder.names('stable')).toEqual(['stable'])
  })
})

describe('reconnect: false', () => {
  it('never attempts again', async () => {
    const { timers, server, connection } = setUpOpen({ reconnect: false })

    server.drop()
    await timers.advance(600_000)

    expect(connection.status).toBe('failed')
    expect(server.connections).toHaveLength(1)
    expect(timers.pending).toBe(0)
  })
})
