import { describe, expect, it } from 'vitest'
import type { CloseInfo } from 'vue-heartbeat-socket/socket'
import { takeErrors } from '../support/console.ts'
import { FIRST_DELAY, setUp, setUpOpen, type Kit } from './support/set-up.ts'

describe('reconnect.delay', () => {
  it('replaces the formula, and gets the retry and the close', async () => {
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
    expect(calls[0]![1]).toEqual({
      code: 1006,
      reason: '',
      wasClean: false,
      cause: 'network',
      opened: false,
    })
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
  it('gets the close and what would be done', () => {
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
    const { server, connection, recorder, timers } = setUpOpen({
      reconnect: { shouldReconnect: () => false },
    })

    server.close(1001)

    expect(connection.status).toBe('failed')
    expect(recorder.errorCodes).toEqual(['R0009'])
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
})

describe('a function of reconnect that acts itself', () => {
  const live = ({ server }: Kit): number =>
    server.connections.filter(({ readyState }) => readyState < 2).length

  it('has the last word with close()', async () => {
    const shouldReconnect = (): boolean => {
      kit.connection.close()
      return true
    }
    const kit = setUpOpen({ reconnect: { shouldReconnect } })

    kit.server.drop()
    await kit.timers.advance(60_000)

    expect(kit.connection.status).toBe('closed')
    expect(kit.linkCount).toBe(1)
  })

  it('leaves nothing untold with dispose()', async () => {
    const shouldReconnect = (): boolean => {
      kit.connection.dispose()
      return true
    }
    const kit = setUpOpen({ reconnect: { shouldReconnect }, heartbeat: { receipts: 1_000 } })
    kit.connection.send('a')
    await kit.timers.advance(1_100)
    kit.connection.send('b')

    kit.server.drop()

    expect(kit.recorder.names('close', 'drop')).toEqual(['close', 'drop'])
    expect(kit.recorder.of('drop')).toEqual([{ data: 'b', reason: 'unconfirmed' }])
  })

  it('makes one link with another url', async () => {
    const shouldReconnect = (): boolean => {
      kit.connection.configure({ url: 'wss://other.test/' })
      return true
    }
    const kit = setUpOpen({ reconnect: { shouldReconnect } })

    kit.server.drop()
    await kit.timers.advance(5_000)

    expect(kit.link.url).toBe('wss://other.test/')
    expect(live(kit)).toBe(1)
  })

  it('makes one link with reconnect()', async () => {
    const delay = (): number => {
      kit.connection.reconnect()
      return 500
    }
    const kit = setUpOpen({ reconnect: { delay } })

    kit.server.drop()
    await kit.timers.advance(700)

    expect(kit.connection.isOpen).toBe(true)
    expect(live(kit)).toBe(1)
  })
})
