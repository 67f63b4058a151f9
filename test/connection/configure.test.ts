import { describe, expect, it } from 'vitest'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeServer } from 'vue-heartbeat-socket/testing'
import { FakePage } from './support/fake-page.ts'
import { FIRST_DELAY, setUp, setUpOpen, TIMEOUT, WAIT } from './support/set-up.ts'

describe('configure', () => {
  it.each<[string, Partial<SocketOptions>]>([
    ['url', { url: 'wss://other.test/' }],
    ['protocols', { protocols: ['v2'] }],
    ['codec', { codec: 'text' }],
  ])('with another %s replaces the link', (_, patch) => {
    const { connection, server, link, recorder } = setUpOpen()

    connection.configure(patch)

    expect(server.connections).toHaveLength(2)
    expect(link.closeCode).not.toBeNull()
    expect(recorder.of('close')).toMatchObject([{ code: 1005, cause: 'client' }])
    expect(connection.status).toBe('reconnecting')
  })

  it('with another WebSocket replaces the link', () => {
    const { connection, timers, link } = setUpOpen()
    const other = createFakeServer({ timers })

    connection.configure({ WebSocket: other.options.WebSocket })

    expect(link.closeCode).not.toBeNull()
    expect(other.connections).toHaveLength(1)
  })

  it.each<[string, Partial<SocketOptions>]>([
    ['the same url', { url: 'wss://fake-server.test/' }],
    ['the same protocols', { protocols: ['v1'] }],
    ['the same codec', { codec: 'json' }],
    ['heartbeat', { heartbeat: { interval: 5_000 } }],
    ['reconnect', { reconnect: { spread: 1 } }],
    ['outbox', { outbox: { maxMessages: 1 } }],
    ['connectTimeout', { connectTimeout: 1_000 }],
    ['nothing', {}],
  ])('with %s keeps the link', (_, patch) => {
    const { connection, server, recorder } = setUpOpen({ protocols: ['v1'] })

    connection.configure(patch)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(server.connections).toHaveLength(1)
    expect(recorder.entries).toEqual([])
  })

  it('replaces an attempt under way', () => {
    const { connection, server } = setUp()

    connection.configure({ url: 'wss://other.test/' })

    expect(server.connections.map(({ url }) => url)).toEqual([
      'wss://fake-server.test/',
      'wss://other.test/',
    ])
    expect(server.connections[0]!.closeCode).not.toBeNull()
  })

  it.each(['closed', 'failed', 'idle'])('connects nothing when %s', (status) => {
    const { connection, server } = setUp({ autoConnect: false, reconnect: false })
    if (status !== 'idle') connection.connect()
    if (status === 'closed') connection.close()
    if (status === 'failed') server.refuse()
    const { length } = server.connections

    connection.configure({ url: 'wss://other.test/' })

    expect(connection.status).toBe(status)
    expect(server.connections).toHaveLength(length)
  })

  it('merges a group with what was given before', () => {
    const { connection } = setUp({ heartbeat: { interval: 5_000, timeout: 4_000 } })

    connection.configure({ heartbeat: { timeout: 3_000 } })

    expect(connection.options.heartbeat).toMatchObject({ interval: 5_000, timeout: 3_000 })
  })

  it('restores a default with undefined', () => {
    const { connection } = setUp({ connectTimeout: 1_000, heartbeat: { interval: 5_000 } })

    connection.configure({ connectTimeout: undefined, heartbeat: { interval: undefined } })

    expect(connection.options.connectTimeout).toBe(10_000)
    expect(connection.options.heartbeat).toMatchObject({ interval: 15_000 })
  })

  it('validates like construction, and then nothing has changed', () => {
    const { connection, server } = setUpOpen()
    const before = connection.options

    expect(() => connection.configure({ url: 'wss://b.test/', connectTimeout: -1 })).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0001' }),
    )

    expect(connection.options).toEqual(before)
    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(server.connections).toHaveLength(1)
  })

  it('does not mind that the options given are used again for another connection', () => {
    const options = Object.freeze({ heartbeat: Object.freeze({ interval: 5_000 }) })
    const { connection } = setUp(options)

    connection.configure({ heartbeat: { interval: 6_000 } })

    expect(options.heartbeat.interval).toBe(5_000)
    expect(connection.options.heartbeat).toMatchObject({ interval: 6_000 })
  })

  it('does nothing after dispose()', () => {
    const { connection, server } = setUpOpen()
    connection.dispose()

    connection.configure({ url: 'wss://other.test/' })

    expect(connection.status).toBe('closed')
    expect(server.connections).toHaveLength(1)
  })
})

describe('what is configured holds from its next use', () => {
  it('for the delays', () => {
    const { connection, server, timers } = setUpOpen()

    connection.configure({ reconnect: { spread: 200 } })
    server.drop()

    expect(connection.retryAt).toBe(timers.now() + 100)
  })

  it('for the heartbeat of an open link', async () => {
    const { connection, server, timers } = setUpOpen()

    connection.configure({ heartbeat: { interval: 2_000 } })
    await timers.advance(2_000)

    expect(server.pings).toHaveLength(1)
  })

  it('for a heartbeat that is turned on', async () => {
    const { connection, timers } = setUpOpen({ heartbeat: false }, { pong: null })
    await timers.advance(60_000)

    connection.configure({ heartbeat: {} })
    await timers.advance(WAIT + TIMEOUT)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('for a heartbeat that is turned off with a ping out, so that no one dies of it', async () => {
    const { connection, timers } = setUpOpen({}, { pong: null })
    await timers.advance(WAIT)

    connection.configure({ heartbeat: false })
    await timers.advance(600_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
  })

  it('for a heartbeat that is turned off suspected: what was queued goes out', async () => {
    const { connection, page, server, timers } = setUpOpen({}, { pong: null })
    await timers.advance(2_000)
    page.emit('visible')
    connection.send('a')

    connection.configure({ heartbeat: false })

    expect(server.received).toEqual(['a'])
    expect(connection.send('b')).toBe('sent')
  })

  it('for stability: a link whose heartbeat is turned off becomes stable by being open', async () => {
    const { connection, timers } = setUpOpen({}, { pong: null })

    connection.configure({ heartbeat: false })
    await timers.advance(20_000)

    expect(connection.attempts).toBe(0)
  })

  it('for the page', () => {
    const { connection, server, page } = setUpOpen()
    const other = new FakePage()

    connection.configure({ page: other })
    other.online = false
    server.drop()

    expect(connection.suspendedBy).toBe('offline')
    expect([page.listeners, other.listeners]).toEqual([0, 1])
  })

  it('for the bounds of the outbox', () => {
    const { connection, recorder } = setUp()
    for (const message of ['a', 'b', 'c']) connection.send(message)

    connection.configure({ outbox: { maxMessages: 2 } })
    connection.send('d')

    expect(connection.queued).toBe(2)
    expect(recorder.of('drop').map((drop) => drop!.data)).toEqual(['a', 'b'])
  })

  it('for the binaryType of the next link', async () => {
    const { connection, server, timers } = setUpOpen()

    connection.configure({ binaryType: 'arraybuffer' })
    server.drop()
    await timers.advance(FIRST_DELAY)

    expect(server.connections[1]!.socket.binaryType).toBe('arraybuffer')
  })

  it('for reconnect: false', () => {
    const { connection, server } = setUpOpen()

    connection.configure({ reconnect: false })
    server.drop()

    expect(connection.status).toBe('failed')
  })

  it.each<[string, Partial<SocketOptions>]>([
    ['page: false', { page: false }],
    ['whenHidden: true', { reconnect: { whenHidden: true } }],
  ])('for %s, which ends a suspension of a hidden page', async (_, patch) => {
    const { connection, page, server, timers } = setUpOpen({ reconnect: { whenHidden: false } })
    page.hide()
    server.drop()
    expect(connection.suspendedBy).toBe('hidden')

    connection.configure(patch)
    await timers.advance(120_000)

    expect(connection.isOpen).toBe(true)
  })
})
