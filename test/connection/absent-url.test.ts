import { describe, expect, it } from 'vitest'
import { FIRST_DELAY, setUp, setUpOpen } from './support/set-up.ts'

const URL_1 = 'wss://one.test/'

describe('a url that is null or undefined', () => {
  it.each([null, undefined])('(%s) from a function means not now: idle', async (nothing) => {
    const { connection, recorder, timers, page } = setUp({
      url: async () => nothing,
      autoConnect: false,
    })

    connection.connect()
    await timers.advance(600_000)

    expect(connection.status).toBe('idle')
    expect(recorder.changes).toEqual(['idle > connecting', 'connecting > idle'])
    expect(recorder.names('error', 'close')).toEqual([])
    expect([timers.pending, page.listeners, connection.attempts]).toEqual([0, 0, 0])
  })

  it('is asked again by connect()', () => {
    let url: string | null = null
    const { connection, server } = setUp({ url: () => url })
    expect(connection.status).toBe('idle')
    url = URL_1

    connection.connect()

    expect(server.connections).toHaveLength(1)
  })

  it('at a retry ends the series', async () => {
    const urls = [URL_1, null]
    const { connection, server, timers } = setUp({ url: () => urls.shift() })
    server.refuse()

    await timers.advance(FIRST_DELAY)

    expect(connection.status).toBe('idle')
    expect(connection.retryAt).toBeNull()
    expect(timers.pending).toBe(0)
  })

  it('leads to an attempt when it changes, by configure', () => {
    const { connection, server } = setUp({ url: null })

    connection.configure({ url: URL_1 })

    expect(server.connections).toHaveLength(1)
    expect(connection.status).toBe('connecting')
  })

  it('leads to none when it changes before connect()', () => {
    const { connection, server } = setUp({ url: null, autoConnect: false })

    connection.configure({ url: URL_1 })

    expect(connection.status).toBe('idle')
    expect(server.connections).toHaveLength(0)
  })

  it('by configure ends an open link', () => {
    const { connection, link, timers, page } = setUpOpen()

    connection.configure({ url: null })

    expect(connection.status).toBe('idle')
    expect(link.closeCode).not.toBeNull()
    expect([timers.pending, page.listeners]).toEqual([0, 0])
  })
})

describe('connect() without a url', () => {
  it.each(['closed', 'failed'])('leads from %s to idle', (status) => {
    const { connection, server } = setUpOpen({ reconnect: false })
    if (status === 'closed') connection.close()
    else server.drop()
    connection.configure({ url: null })
    expect(connection.status).toBe(status)

    connection.connect()

    expect(connection.status).toBe('idle')
    expect(connection.error).toBeNull()
  })

  it('is taken back by close(): no later url leads to an attempt', () => {
    const { connection, server } = setUp()
    connection.close()
    connection.configure({ url: null })
    connection.connect()

    connection.close()
    connection.configure({ url: URL_1 })

    expect(connection.status).toBe('closed')
    expect(server.connections).toHaveLength(1)
  })
})
