import { describe, expect, it } from 'vitest'
import type { OutboxOptions, SocketOptions } from 'vue-heartbeat-socket/socket'
import { setUp, type Kit } from './support/set-up.ts'

/** A connection that is connecting, for messages to be queued. */
const setUpQueue = (outbox: OutboxOptions, options: Partial<SocketOptions> = {}): Kit =>
  setUp({ outbox, codec: 'text', connectTimeout: 3_600_000, ...options })

describe('outbox.maxMessages', () => {
  it('drops the oldest by default', () => {
    const { connection, recorder, server } = setUpQueue({ maxMessages: 2 })

    const results = ['a', 'b', 'c'].map((message) => connection.send(message))

    expect(results).toEqual(['queued', 'queued', 'queued'])
    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'overflow' }])
    server.accept()
    expect(server.received).toEqual(['b', 'c'])
  })

  it('drops the newest with overflow: drop-newest', () => {
    const { connection, recorder, server } = setUpQueue({ maxMessages: 2, overflow: 'drop-newest' })

    const results = ['a', 'b', 'c'].map((message) => connection.send(message))

    expect(results).toEqual(['queued', 'queued', 'dropped'])
    expect(recorder.of('drop')).toEqual([{ data: 'c', reason: 'overflow' }])
    server.accept()
    expect(server.received).toEqual(['a', 'b'])
  })
})

describe('outbox.maxBytes', () => {
  it('counts bytes of UTF-8, not characters', () => {
    const { connection, recorder } = setUpQueue({ maxBytes: 6 })

    connection.send('ää')
    connection.send('ö')
    expect(recorder.of('drop')).toEqual([])
    connection.send('x')

    expect(recorder.of('drop')).toEqual([{ data: 'ää', reason: 'overflow' }])
    expect(connection.queued).toBe(2)
  })

  it('counts bytes of binary data', () => {
    const { connection, recorder } = setUpQueue({ maxBytes: 10 }, { codec: 'raw' })
    const first = new Float64Array(1)

    connection.send(first)
    connection.send(new Uint8Array(2))
    connection.send(new Uint8Array(1))

    expect(recorder.of('drop')).toEqual([{ data: first, reason: 'overflow' }])
  })

  it('drops a message larger than all of it, which displaces nothing', () => {
    const { connection, recorder } = setUpQueue({ maxBytes: 5 })
    connection.send('abc')

    const result = connection.send('123456')

    expect(result).toBe('dropped')
    expect(recorder.of('drop')).toEqual([{ data: '123456', reason: 'too-large' }])
    expect(connection.queued).toBe(1)
  })

  it('drops as many of the oldest as it takes', () => {
    const { connection, recorder } = setUpQueue({ maxBytes: 5 })
    for (const message of ['a', 'b', 'c', 'd', 'e']) connection.send(message)

    connection.send('xyz')

    expect(recorder.of('drop').map((drop) => drop!.data)).toEqual(['a', 'b', 'c'])
  })

  it('is freed again by what is sent', () => {
    const { connection, server, recorder } = setUpQueue({ maxBytes: 3 })
    connection.send('abc')
    server.accept()
    server.drop()

    connection.send('def')

    expect(recorder.of('drop')).toEqual([])
  })
})

describe('outbox.maxAge', () => {
  it('is looked at on flush', async () => {
    const { connection, server, recorder, timers } = setUpQueue({ maxAge: 1_000 })
    connection.send('old')
    await timers.advance(500)
    connection.send('young')
    await timers.advance(501)

    server.accept()

    expect(server.received).toEqual(['young'])
    expect(recorder.of('drop')).toEqual([{ data: 'old', reason: 'expired' }])
  })

  it('is looked at on send(), so that the old displace nothing', async () => {
    const { connection, recorder, timers } = setUpQueue({
      maxAge: 1_000,
      maxMessages: 1,
      overflow: 'drop-newest',
    })
    connection.send('old')
    await timers.advance(1_001)

    const result = connection.send('new')

    expect(result).toBe('queued')
    expect(recorder.of('drop')).toEqual([{ data: 'old', reason: 'expired' }])
  })

  it('lets a message through that is just as old', async () => {
    const { connection, server, timers } = setUpQueue({ maxAge: 1_000 })
    connection.send('a')
    await timers.advance(1_000)

    server.accept()

    expect(server.received).toEqual(['a'])
  })

  it('needs no timer', () => {
    const { connection, timers } = setUpQueue({})
    const before = timers.pending

    connection.send('a')

    expect(timers.pending).toBe(before)
  })
})
