import { describe, expect, it } from 'vitest'
import type { OutboxOptions, SocketOptions } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, setUpOpen, type Kit } from './support/set-up.ts'

/** A connection that sends again what was not confirmed, to a server that answers pings. */
const setUpResend = (options: Partial<SocketOptions> = {}, outbox: OutboxOptions = {}): Kit =>
  setUpOpen({ codec: 'text', outbox: { resend: true, ...outbox }, ...options })

describe('`outbox.resend`', () => {
  it('sends what was not confirmed again on the next link, in order, before what waits', async () => {
    const { connection, server, timers } = setUpResend()
    connection.send('a')
    connection.send('b')
    server.drop()
    connection.send('c')

    await timers.advance(FIRST_DELAY)

    expect(server.received).toEqual(['a', 'b', 'a', 'b', 'c'])
  })

  it('sends nothing again that was confirmed', async () => {
    const { connection, server, timers } = setUpResend()
    connection.send('a')
    await timers.advance(5_001)
    connection.send('b')
    server.drop()

    await timers.advance(FIRST_DELAY)

    expect(server.received).toEqual(['a', 'b', 'b'])
  })

  it('counts, logs and emits each message once', async () => {
    const { connection, server, timers, recorder } = setUpResend()
    connection.send('a')
    server.drop()
    await timers.advance(FIRST_DELAY)

    expect(connection.sent).toBe(1)
    expect(recorder.of('sent')).toEqual(['a'])
  })

  it('needs no url that has answered: the first link may be the one that dies', async () => {
    const kit = setUpOpen({ codec: 'text', outbox: { resend: true } }, { pong: null })
    kit.connection.send('a')
    kit.server.drop()

    await kit.timers.advance(FIRST_DELAY)

    expect(kit.server.received).toEqual(['a', 'a'])
  })

  it('shows it as queued meanwhile, and as unconfirmed from then on', async () => {
    const { connection, server, timers } = setUpResend()
    connection.send('a')
    server.drop()
    expect([connection.queued, connection.unconfirmed]).toEqual([1, 0])

    await timers.advance(FIRST_DELAY)

    expect([connection.queued, connection.unconfirmed]).toEqual([0, 1])
  })

  it('is confirmed by the answers on its new link only', async () => {
    const kit = setUpOpen({ codec: 'text', outbox: { resend: true } }, { pong: null })
    kit.connection.send('a')
    kit.connection.send('b')
    kit.server.drop()
    kit.connection.send('c')
    await kit.timers.advance(FIRST_DELAY + 5_000)

    kit.server.send('pong')

    expect(kit.connection.unconfirmed).toBe(0)
  })

  it('sends what send() was given, though its owner writes over the buffer', async () => {
    const { connection, server, timers } = setUpResend({ codec: 'raw' })
    const data = new Uint8Array([1, 2])
    connection.send(data)
    data[0] = 9
    server.drop()

    await timers.advance(FIRST_DELAY)

    expect(server.received.at(-1)).toEqual(new Uint8Array([1, 2]))
  })

  it('refuses a detached buffer', () => {
    const { connection, recorder } = setUpResend({ codec: 'raw' })
    const { buffer } = new Uint8Array(2)
    structuredClone(buffer, { transfer: [buffer] })

    expect(connection.send(buffer)).toBe('dropped')
    expect(recorder.errorCodes).toEqual(['R0003'])
  })

  it('counts age from send(): what is too old is dropped, as unconfirmed', async () => {
    const kit = setUpResend({}, { maxAge: 1_000 })
    kit.connection.send('a')
    await kit.timers.advance(500)
    kit.server.drop()

    await kit.timers.advance(FIRST_DELAY)

    expect(kit.server.received).toEqual(['a'])
    expect(kit.recorder.of('drop')).toEqual([{ data: 'a', reason: 'unconfirmed' }])
  })

  it('sends again what went into the page cache', async () => {
    const { connection, server, page, timers } = setUpResend()
    connection.send('a')
    page.emit('pagehide')

    page.emit('pageshow')
    await timers.advance(FIRST_DELAY)

    expect(server.received).toEqual(['a', 'a'])
  })

  it.each<[string, (kit: Kit) => void]>([
    ['another url', ({ connection }) => connection.configure({ url: 'wss://other.test/' })],
    ['close() and connect()', ({ connection }) => (connection.close(), connection.connect())],
    [
      'a logout and a login',
      ({ connection, server }) => {
        connection.configure({ url: null })
        connection.configure({ url: server.options.url })
      },
    ],
  ])('sends nothing again after %s', async (_, end) => {
    const kit = setUpResend()
    kit.connection.send('a')

    end(kit)
    await kit.timers.advance(FIRST_DELAY)

    expect(kit.connection.isOpen).toBe(true)
    expect(kit.server.received).toEqual(['a'])
  })

  it('drops what waits to be sent again, at close() and where it is given up, as unconfirmed', () => {
    const kit = setUpResend()
    kit.connection.send('a')
    kit.server.drop()

    kit.connection.close()

    expect(kit.recorder.of('drop')).toEqual([{ data: 'a', reason: 'unconfirmed' }])
  })

  it('sends nothing again that was aborted meanwhile', async () => {
    const { connection, server, timers } = setUpResend()
    const controller = new AbortController()
    connection.send('a', { signal: controller.signal })
    server.drop()

    controller.abort()
    await timers.advance(FIRST_DELAY)

    expect(server.received).toEqual(['a'])
  })

  it('keeps the order when a url function of the next attempt sends', async () => {
    const kit = setUpOpen({
      codec: 'text',
      outbox: { resend: true },
      url: () => {
        kit?.connection.send('from the url function')
        return 'wss://fake-server.test/'
      },
    })
    kit.connection.send('a')
    kit.server.drop()

    await kit.timers.advance(FIRST_DELAY)

    expect(kit.server.received.slice(-2)).toEqual(['a', 'from the url function'])
  })

  it.each([
    { heartbeat: false },
    { heartbeat: { receipts: false } },
    { heartbeat: { message: null } },
  ] as const)('is refused with %j, by which nothing is ever confirmed', (options) => {
    expect(() => setUpResend(options)).toThrow(/outbox\.resend/)
  })
})
