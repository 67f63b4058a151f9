import { describe, expect, it } from 'vitest'
import { FIRST_DELAY, setUp, setUpOpen } from './support/set-up.ts'

describe('status', () => {
  it('is idle with autoConnect: false', () => {
    const { connection, linkCount, timers } = setUp({ autoConnect: false })

    expect(connection.status).toBe('idle')
    expect(linkCount).toBe(0)
    expect(timers.pending).toBe(0)
  })

  it.each([null, undefined])('is idle with the url %s', (url) => {
    const { connection, linkCount, timers, page } = setUp({ url })

    expect(connection.status).toBe('idle')
    expect(connection.error).toBeNull()
    expect([linkCount, timers.pending, page.listeners]).toEqual([0, 0, 0])
  })

  it('is open when messages flow', () => {
    const { connection, timers } = setUpOpen()

    expect(connection.status).toBe('open')
    expect(connection.isOpen).toBe(true)
    expect(connection.openedAt).toBe(timers.now())
  })

  it('is reconnecting after a loss, until the next opening', async () => {
    const { connection, server, timers, recorder } = setUpOpen()

    server.drop()
    expect(connection.status).toBe('reconnecting')
    expect(connection.openedAt).toBeNull()
    server.goSilent()
    await timers.advance(FIRST_DELAY)
    expect(connection.status).toBe('reconnecting')
    server.accept()

    expect(recorder.changes).toEqual([
      'open > reconnecting',
      'reconnecting > reconnecting',
      'reconnecting > open',
    ])
  })
})

describe('error', () => {
  it('says what went wrong last, until the next opening', async () => {
    const urls: unknown[] = ['nonsense']
    const { connection, server, timers } = setUp({
      url: () => (urls.shift() ?? 'wss://fake-server.test/') as string,
    })
    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0002')

    server.accept()
    await timers.advance(FIRST_DELAY)

    expect(connection.isOpen).toBe(true)
    expect(connection.error).toBeNull()
  })
})

describe('status events', () => {
  it('carry attempt and retryIn of a wait', () => {
    const { server, recorder } = setUp()

    server.refuse()

    expect(recorder.of('status')).toEqual([
      {
        status: 'reconnecting',
        previous: 'connecting',
        attempt: 1,
        retryIn: FIRST_DELAY,
        close: { code: 1006, reason: '', wasClean: false, cause: 'network', opened: false },
      },
    ])
  })

  it('emit when a wait ends in an attempt, and an attempt in a wait', async () => {
    const { server, timers, recorder } = setUp()
    server.refuse()
    server.goSilent()
    recorder.clear()

    await timers.advance(FIRST_DELAY)
    server.refuse()

    expect(recorder.of('status')).toEqual([
      { status: 'reconnecting', previous: 'reconnecting', attempt: 2 },
      {
        status: 'reconnecting',
        previous: 'reconnecting',
        attempt: 2,
        retryIn: 1_250,
        close: { code: 1006, reason: '', wasClean: false, cause: 'network', opened: false },
      },
    ])
  })

  it('come before close, and close before errors', async () => {
    const { recorder, server } = setUpOpen({ reconnect: false })

    server.close(4000, 'enough')

    expect(recorder.names()).toEqual(['status', 'close', 'error'])
  })

  it('find the state current', () => {
    const { connection, server, timers } = setUpOpen()
    const states: unknown[] = []
    connection.on('status', () => {
      const { status, openedAt, lastClose, retryAt, attempts, latency } = connection
      states.push({ status, openedAt, code: lastClose?.code, retryAt, attempts, latency })
    })

    server.close(4000)

    expect(states).toEqual([
      {
        status: 'reconnecting',
        openedAt: null,
        code: 4000,
        retryAt: timers.now() + FIRST_DELAY,
        attempts: 1,
        latency: null,
      },
    ])
  })

  it('find the timers of the link cleared', () => {
    const { connection, server, timers } = setUpOpen()
    let pending = NaN
    connection.on('status', () => (pending = timers.pending))

    server.drop()

    // The wait for the retry.
    expect(pending).toBe(1)
  })
})

describe('attempts', () => {
  it('counts the attempts since the last stable opening', async () => {
    const { connection, server, timers } = setUp()
    const counts = [connection.attempts]

    server.refuse()
    counts.push(connection.attempts)
    await timers.advance(FIRST_DELAY)
    counts.push(connection.attempts)
    server.accept()
    await timers.advance(1_250)
    counts.push(connection.attempts)

    expect(connection.isOpen).toBe(true)
    expect(counts).toEqual([1, 1, 2, 3])
  })
})
