import { describe, expect, it } from 'vitest'
import type { OutboxOptions, RawData, SocketOptions } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, setUp, setUpOpen, type Kit } from './support/set-up.ts'

/** A connection that is connecting, for messages to be queued. */
const setUpQueue = (outbox: OutboxOptions, options: Partial<SocketOptions> = {}): Kit =>
  setUp({ outbox, codec: 'text', connectTimeout: 3_600_000, ...options })

describe('the outbox', () => {
  it('is sent in order at the opening', () => {
    const { connection, server } = setUpQueue({})
    for (const message of ['a', 'b', 'c']) connection.send(message)

    server.accept()

    expect(server.received).toEqual(['a', 'b', 'c'])
    expect([connection.queued, connection.sent]).toEqual([0, 3])
  })

  it("keeps a Blob of another realm as it is, which is no instance of this one's Blob", () => {
    const { connection, server } = setUpQueue({})
    const foreign = { size: 3, arrayBuffer: () => Promise.resolve(new ArrayBuffer(3)) }
    const sent: unknown[] = []
    connection.on('sent', (_, raw) => sent.push(raw))
    connection.send(foreign)

    server.accept()

    expect(sent).toEqual([foreign])
  })

  it('is sent before what is sent later', () => {
    const { connection, server } = setUpQueue({})
    connection.send('queued')
    server.accept()

    connection.send('later')

    expect(server.received).toEqual(['queued', 'later'])
  })

  it('is kept over failed attempts', async () => {
    const { connection, server, timers } = setUpQueue({})
    connection.send('a')
    server.refuse()
    await timers.advance(FIRST_DELAY)
    connection.send('b')

    server.accept()
    await timers.advance(10_000)

    expect(server.received).toEqual(['a', 'b'])
  })

  it('sends nothing twice: what was sent is not repeated after a loss', async () => {
    const { connection, server, timers } = setUpQueue({})
    connection.send('a')
    server.accept()
    server.drop()

    await timers.advance(FIRST_DELAY)

    expect(connection.isOpen).toBe(true)
    expect(server.received).toEqual(['a'])
  })

  it('holds what was encoded at send()', () => {
    const { connection, server } = setUpQueue({}, { codec: 'json' })
    const message = { n: 1 }
    connection.send(message)
    message.n = 2

    server.accept()

    expect(server.received).toEqual(['{"n":1}'])
  })

  it('emits what went out: as given, as sent, and when', async () => {
    const { connection, server, recorder, timers } = setUpQueue({}, { codec: 'json' })
    connection.send({ n: 1 })
    await timers.advance(1_000)

    server.accept()

    expect(recorder.entries.filter(({ name }) => name === 'sent')).toEqual([
      { name: 'sent', args: [{ n: 1 }, '{"n":1}', timers.now()] },
    ])
  })

  it.each<[string, (buffer: ArrayBuffer) => RawData]>([
    ['an ArrayBuffer', (buffer) => buffer],
    ['a view', (buffer) => new Uint8Array(buffer)],
    ['a DataView', (buffer) => new DataView(buffer)],
  ])('holds the bytes of %s as they were at send()', (_, make) => {
    const { connection, server } = setUpQueue({}, { codec: 'raw' })
    const bytes = new Uint8Array([1, 2, 3])
    connection.send(make(bytes.buffer))
    bytes.fill(0)

    server.accept()

    expect(server.received).toEqual([new Uint8Array([1, 2, 3])])
  })

  it('holds messages apart that were sent from one buffer', () => {
    const { connection, server } = setUpQueue({}, { codec: 'raw' })
    const scratch = new Uint8Array(1)
    for (const byte of [1, 2, 3]) {
      scratch[0] = byte
      connection.send(scratch)
    }

    server.accept()

    expect(server.received).toEqual([1, 2, 3].map((byte) => new Uint8Array([byte])))
  })
})

describe('outbox: false', () => {
  it('sends over a suspected link', async () => {
    const { connection, page, timers, recorder, link } = setUpOpen(
      { outbox: false },
      { pong: null },
    )
    await timers.advance(5_000)
    page.emit('visible')
    expect(connection.suspectedAt).not.toBeNull()

    expect(connection.send('a')).toBe('sent')

    expect(link.sent).toContain('a')
    expect(recorder.of('drop')).toEqual([])
  })

  it('drops what is sent while no link is open', () => {
    const { connection, recorder } = setUp({ outbox: false })

    expect(connection.send('a')).toBe('dropped')
    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'not-open' }])
  })

  it('sends when open', () => {
    const { connection, server } = setUpOpen({ outbox: false })

    expect(connection.send('a')).toBe('sent')
    expect(server.received).toEqual(['a'])
  })
})

describe('the outbox is emptied', () => {
  it('by close()', () => {
    const { connection, recorder } = setUpQueue({})
    connection.send('a')

    connection.close()

    expect(connection.queued).toBe(0)
    expect(recorder.names()).toEqual(['status', 'close', 'drop'])
    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'closed' }])
  })

  it('by failed', () => {
    const { connection, recorder, server } = setUpQueue({}, { reconnect: false })
    connection.send('a')

    server.refuse()

    expect(connection.queued).toBe(0)
    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'failed' }])
  })

  it('not when a url function returns another host', async () => {
    const hosts = ['wss://one.test/', 'wss://two.test/']
    const { connection, server, timers } = setUpQueue({}, { url: () => hosts.shift()! })
    server.refuse()
    connection.send('a')

    server.accept()
    await timers.advance(FIRST_DELAY)

    expect(server.connections[1]!.url).toBe('wss://two.test/')
    expect(server.received).toEqual(['a'])
  })

  it('not by reconnect()', () => {
    const { connection, server } = setUpQueue({})
    connection.send('a')

    connection.reconnect()
    server.accept()

    expect(server.received).toEqual(['a'])
  })

  it('by a URL object that is changed in place and configured again', () => {
    const url = new URL('wss://one.test/')
    const { connection, server, recorder } = setUpQueue({}, { url })
    connection.send('secret')

    url.host = 'two.test'
    connection.configure({ url })
    server.accept()

    expect(recorder.of('drop')).toEqual([{ data: 'secret', reason: 'other-url' }])
    expect(server.received).toEqual([])
  })
})
