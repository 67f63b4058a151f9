import { describe, expect, it } from 'vitest'
import type { CloseInfo } from 'vue-heartbeat-socket/socket'
import { takeErrors } from '../support/console.ts'
import { ALMOST_ONE, seeded } from './support/random.ts'
import { FIRST_DELAY, setUp, setUpOpen } from './support/set-up.ts'

describe('a series of redials', () => {
  it.each([
    [0, [0, 500, 1_000, 2_000, 4_000, 7_500, 7_500]],
    [0.5, [2_500, 1_250, 2_500, 5_000, 10_000, 18_750, 18_750]],
    [ALMOST_ONE, [5_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
  ])('with random %d waits as the formula says', async (random, expected) => {
    const { timers, server, told } = setUp({ random: () => random })
    server.refuse()

    await timers.advance(200_000)
    const waits = told.of('status').map((change) => change!.retryIn)
    const delays = waits.filter((delay) => delay !== undefined).slice(0, expected.length)

    expect(delays.map((delay) => Math.round(delay))).toEqual(expected)
  })

  it('dials exactly when retryAt says', async () => {
    const { timers, server, connection } = setUp()
    server.refuse()
    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)

    await timers.advance(FIRST_DELAY - 1)
    expect(server.connections).toHaveLength(1)
    await timers.advance(1)

    expect(server.connections).toHaveLength(2)
  })

  it('has no retryAt while a dial is under way', async () => {
    const { timers, server, connection } = setUp()
    server.refuse()
    server.goSilent()

    await timers.advance(FIRST_DELAY)

    expect(connection.retryAt).toBeNull()
    expect(connection.status).toBe('reconnecting')
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
    const dials: number[] = []

    for (let seed = 1; seed <= 100; seed++) {
      const { timers, server, connection } = setUp({ random: seeded(seed) })
      connection.on('open', () => queueMicrotask(() => server.drop()))
      server.accept()
      await timers.advance(60_000)
      dials.push(server.connections.length)
      connection.close()
    }

    expect(dials.reduce((sum, count) => sum + count) / dials.length).toBeLessThanOrEqual(8)
  })
})

describe('stableAfter', () => {
  it('ends the series when something arrives that long after the opening', async () => {
    const { timers, server, connection, told } = setUpOpen()
    await timers.advance(10_000)

    server.send({ news: 1 })

    expect(connection.attempts).toBe(0)
    expect(told.names('stable', 'message')).toEqual(['stable', 'message'])
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

  it('is told once a link', async () => {
    const { timers, server, told } = setUpOpen()
    await timers.advance(10_000)

    server.send({ news: 1 })
    server.send({ news: 2 })

    expect(told.names('stable')).toEqual(['stable'])
  })
})

describe('maxAttempts', () => {
  it.each([0, 1, 3])('%d allows as many redials', async (maxAttempts) => {
    const { timers, server, connection } = setUp({ reconnect: { maxAttempts } })
    server.refuse()

    await timers.advance(600_000)

    expect(server.connections).toHaveLength(1 + maxAttempts)
    expect(connection.status).toBe('failed')
  })

  it('counts anew after a stable opening', async () => {
    const { timers, server, connection } = setUpOpen({ reconnect: { maxAttempts: 1 } })
    server.drop()
    await timers.advance(FIRST_DELAY)
    await timers.advance(15_000)
    expect(connection.attempts).toBe(0)

    server.drop()

    expect(connection.status).toBe('reconnecting')
  })
})

describe('reconnect: false', () => {
  it('never dials again', async () => {
    const { timers, server, connection } = setUpOpen({ reconnect: false })

    server.drop()
    await timers.advance(600_000)

    expect(connection.status).toBe('failed')
    expect(server.connections).toHaveLength(1)
    expect(timers.pending).toBe(0)
  })
})

describe('reconnect.delay', () => {
  it('replaces the formula, and is told the redial and the close', async () => {
    const calls: [number, CloseInfo][] = []
    const delay = (attempt: number, close: CloseInfo): number => {
      calls.push([attempt, close])
      return attempt * 100
    }
    const { timers, server } = setUp({ reconnect: { delay } })
    server.refuse()

    await timers.advance(100 + 200 + 299)

    expect(server.connections).toHaveLength(3)
    expect(calls.map(([attempt]) => attempt)).toEqual([1, 2, 3])
    expect(calls[0]![1]).toEqual({ code: 1006, reason: '', wasClean: false, cause: 'network' })
  })

  it.each([Number.NaN, -1, 'soon', null])(
    'that returns %s is reported, the formula used',
    (value) => {
      const { timers, server, connection } = setUp({ reconnect: { delay: () => value as never } })

      server.refuse()

      expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
      expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_R0011' }])
    },
  )

  it('that throws is reported, the formula used', () => {
    const failure = new Error('no delay')
    const delay = (): number => {
      throw failure
    }
    const { timers, server, connection } = setUp({ reconnect: { delay } })

    server.refuse()

    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
    expect(takeErrors()).toEqual([failure])
  })

  it.each([Infinity, 1e12])('of %d is cut to what setTimeout holds', (value) => {
    const { timers, server, connection } = setUp({ reconnect: { delay: () => value } })

    server.refuse()

    expect(connection.retryAt).toBe(timers.now() + 2_147_483_647)
  })
})

describe('reconnect.shouldReconnect', () => {
  it('is told the close and what would be done', () => {
    const calls: unknown[] = []
    const shouldReconnect = (close: CloseInfo, byDefault: boolean): boolean => {
      calls.push([close.code, byDefault])
      return byDefault
    }
    const { server } = setUpOpen({ reconnect: { shouldReconnect } })

    server.close(4321)

    expect(calls).toEqual([[4321, true]])
  })

  it('false gives up, with an error', () => {
    const { server, connection, told, timers } = setUpOpen({
      reconnect: { shouldReconnect: () => false },
    })

    server.close(1001)

    expect(connection.status).toBe('failed')
    expect(told.errorCodes).toEqual(['R0009'])
    expect(timers.pending).toBe(0)
  })

  it('true overrules a final code', () => {
    const seen: boolean[] = []
    const shouldReconnect = (_: CloseInfo, byDefault: boolean): boolean => {
      seen.push(byDefault)
      return true
    }
    const { server, connection } = setUpOpen({ reconnect: { shouldReconnect } })

    server.close(4401)

    expect(seen).toEqual([false])
    expect(connection.status).toBe('reconnecting')
  })

  it('true overrules maxAttempts', () => {
    const { server, connection } = setUpOpen({
      reconnect: { maxAttempts: 0, shouldReconnect: () => true },
    })

    server.drop()

    expect(connection.status).toBe('reconnecting')
  })

  it.each(['heartbeat', 'connect-timeout', 'network'])(
    'is asked about an end by %s',
    async (cause) => {
      const causes: string[] = []
      const shouldReconnect = (close: CloseInfo): boolean => {
        causes.push(close.cause)
        return true
      }
      const { server, timers } = setUp({ reconnect: { shouldReconnect } }, { pong: null })

      if (cause === 'heartbeat') server.accept()
      if (cause === 'network') server.refuse()
      await timers.advance(cause === 'heartbeat' ? 23_500 : 10_000)

      expect(causes[0]).toBe(cause)
    },
  )

  it('is not asked about close()', () => {
    let calls = 0
    const shouldReconnect = (): boolean => ++calls > 0
    const { connection } = setUpOpen({ reconnect: { shouldReconnect } })

    connection.close()

    expect(calls).toBe(0)
    expect(connection.status).toBe('closed')
  })

  it('that throws is reported, and what would be done is done', () => {
    const failure = new Error('undecided')
    const shouldReconnect = (): boolean => {
      throw failure
    }
    const { server, connection } = setUpOpen({ reconnect: { shouldReconnect } })

    server.drop()

    expect(connection.status).toBe('reconnecting')
    expect(takeErrors()).toEqual([failure])
  })
})
