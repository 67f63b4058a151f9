import { describe, expect, it } from 'vitest'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, setUpOpen, TIMEOUT, WAIT, type Kit } from './support/set-up.ts'

/** The default `heartbeat.receipts`. */
const RECEIPT = 5_000

const url = 'wss://fake-server.test/'

/** A connection to a server that answers only when a test says so, and has answered once. */
async function setUpAnswered(options: Partial<SocketOptions> = {}): Promise<Kit> {
  const kit = setUpOpen({ codec: 'text', ...options }, { pong: null })
  await kit.timers.advance(WAIT)
  kit.server.send('pong')
  kit.recorder.clear()
  return kit
}

const unconfirmedIn = ({ recorder }: Kit): unknown[] =>
  recorder
    .of('drop')
    .filter(({ reason }) => reason === 'unconfirmed')
    .map(({ data }) => data)

describe('receipts', () => {
  it('go for what was sent before the ping that is answered, not for what came after', async () => {
    const { connection, server, timers } = await setUpAnswered()
    connection.send('before')
    await timers.advance(RECEIPT)
    connection.send('after')

    server.send('pong')

    expect(connection.unconfirmed).toBe(1)
  })

  it('are asked for 5 s after the oldest message in flight, once', async () => {
    const { connection, server, timers } = await setUpAnswered()
    const asked = server.pings.length
    connection.send('a')
    await timers.advance(1_000)
    connection.send('b')

    await timers.advance(RECEIPT - 1_001)
    expect(server.pings.length - asked).toBe(0)
    await timers.advance(1)

    expect(server.pings.length - asked).toBe(1)
  })

  it('are asked for as often as `receipts` says', async () => {
    const kit = await setUpAnswered({ heartbeat: { receipts: 500 } })
    const asked = kit.server.pings.length
    kit.connection.send('a')

    await kit.timers.advance(500)

    expect(kit.server.pings.length - asked).toBe(1)
  })

  it('are asked for again for what was sent after the last ping', async () => {
    const { connection, server, timers } = await setUpAnswered()
    connection.send('a')
    await timers.advance(RECEIPT)
    connection.send('b')
    const asked = server.pings.length
    server.send('pong')

    await timers.advance(RECEIPT)
    server.send('pong')

    expect([server.pings.length - asked, connection.unconfirmed]).toEqual([1, 0])
  })

  it('are asked for at once when half of the bounds are in flight', async () => {
    const { connection, server } = await setUpAnswered({ outbox: { maxMessages: 6 } })
    const asked = server.pings.length

    for (const message of ['a', 'b', 'c', 'd']) connection.send(message)

    expect(server.pings.length - asked).toBe(1)
    server.send('pong')
    expect(connection.unconfirmed).toBe(1)
  })

  it('are asked for at once when half of the bytes are in flight', async () => {
    const { connection, server } = await setUpAnswered({ outbox: { maxBytes: 8 } })
    const asked = server.pings.length

    connection.send('1234')

    expect(server.pings.length - asked).toBe(1)
  })

  it('are not asked for where a ping is out', async () => {
    const { connection, server, timers } = await setUpAnswered({
      heartbeat: { receipts: 3_000 },
      outbox: { maxMessages: 4 },
    })
    connection.send('a')
    await timers.advance(3_000)
    const asked = server.pings.length

    for (const message of ['b', 'c', 'd']) connection.send(message)
    server.send('data')
    await timers.advance(4_000)

    expect(server.pings.length - asked).toBe(0)
  })

  it('come of the pings of a suspicion too', async () => {
    const { connection, server, page, timers } = await setUpAnswered()
    connection.send('a')
    await timers.advance(2_000)
    page.emit('visible')

    server.send('pong')

    expect(connection.unconfirmed).toBe(0)
  })

  it('are none without a ping out', async () => {
    const { connection, server } = await setUpAnswered()
    connection.send('a')

    server.send('pong')

    expect(connection.unconfirmed).toBe(1)
  })

  it('are those of the ping that a late pong answers, not of the newest', async () => {
    const { connection, server, timers } = await setUpAnswered({ heartbeat: { idleOnly: false } })
    connection.send('a')
    await timers.advance(RECEIPT)
    server.send('data')
    connection.send('b')
    await timers.advance(WAIT)
    expect(server.pings).toHaveLength(3)

    server.send('pong')
    expect(connection.unconfirmed).toBe(1)
    server.send('pong')

    expect(connection.unconfirmed).toBe(0)
  })

  it('are none for data, nor for the pings of the server', async () => {
    const { connection, server, timers } = await setUpAnswered({
      heartbeat: { reply: (data) => data === 'hello?' && 'here' },
    })
    connection.send('a')
    await timers.advance(RECEIPT)

    server.send('data')
    server.send('hello?')

    expect(connection.unconfirmed).toBe(1)
  })

  it('of pings older than the newest 32 are unknown', async () => {
    const kit = await setUpAnswered({
      heartbeat: { idleOnly: false, interval: 1_000, receipts: 500_000 },
    })
    kit.connection.send('a')
    for (let ping = 0; ping < 33; ping++) {
      await kit.timers.advance(900)
      kit.server.send('data')
    }

    kit.server.send('pong')
    expect(kit.connection.unconfirmed).toBe(1)
    kit.server.send('pong')

    expect(kit.connection.unconfirmed).toBe(0)
  })

  it.each<[string, Partial<SocketOptions>]>([
    ['heartbeat: false', { heartbeat: false }],
    ['message: null', { heartbeat: { message: null } }],
    ['receipts: false', { heartbeat: { receipts: false } }],
    ['outbox: false', { outbox: false }],
  ])('are none with %s: unconfirmed is null', async (_, options) => {
    const kit = setUpOpen(options)
    kit.connection.send('a')
    await kit.timers.advance(RECEIPT)

    kit.server.drop()

    expect(kit.connection.unconfirmed).toBe(null)
    expect(kit.recorder.of('drop')).toEqual([])
  })

  it('are none for `queue: false` and what a handshake sends', async () => {
    const { connection } = setUpOpen({
      handshake: ({ send }) => send('login'),
    })

    connection.send('cursor', { queue: false })

    expect(connection.unconfirmed).toBe(0)
  })

  it('stay asked for, without hurry, while the ping can not be made', async () => {
    const kit = setUpOpen({
      codec: 'text',
      heartbeat: {
        message: () => {
          throw new Error('no')
        },
      },
    })
    kit.connection.send('a')

    await kit.timers.advance(RECEIPT * 2)

    expect(kit.connection.isOpen).toBe(true)
    expect(kit.recorder.errorCodes).toEqual(['R0013'])
  })

  it('give the link its whole time from the first ping that could be made', async () => {
    let isBroken = true
    const kit = setUpOpen(
      {
        heartbeat: {
          message: () => {
            if (isBroken) throw new Error('no')
            return 'ping'
          },
        },
      },
      { pong: null },
    )
    kit.connection.send('a')
    await kit.timers.advance(RECEIPT)
    isBroken = false
    await kit.timers.advance(RECEIPT)
    expect(kit.server.pings).toHaveLength(1)

    await kit.timers.advance(TIMEOUT - 1)

    expect(kit.recorder.of('close')).toEqual([])
  })

  it('find a process that slept: a late one makes the link suspected', async () => {
    const { connection, timers } = await setUpAnswered()
    connection.send('a')

    await timers.sleep(RECEIPT + 1_000)

    expect(connection.send('b')).toBe('queued')
  })
})

describe('what is in flight when a link ends', () => {
  it('is dropped as unconfirmed, in order, after close', async () => {
    const kit = await setUpAnswered()
    kit.connection.send('a')
    kit.connection.send('b')

    kit.server.drop()

    expect(unconfirmedIn(kit)).toEqual(['a', 'b'])
    expect(kit.recorder.names('close', 'drop')).toEqual(['close', 'drop', 'drop'])
    expect(kit.connection.unconfirmed).toBe(0)
  })

  it('is not what was confirmed', async () => {
    const kit = await setUpAnswered()
    kit.connection.send('a')
    await kit.timers.advance(RECEIPT)
    kit.server.send('pong')
    kit.connection.send('b')

    kit.server.drop()

    expect(unconfirmedIn(kit)).toEqual(['b'])
  })

  it('is emitted also when the heartbeat finds it dead', async () => {
    const kit = await setUpAnswered()
    kit.connection.send('a')
    kit.server.goSilent()

    await kit.timers.advance(RECEIPT + TIMEOUT)

    expect(kit.connection.lastClose?.cause).toBe('heartbeat')
    expect(unconfirmedIn(kit)).toEqual(['a'])
  })

  it('is let go untold until the url has answered its first ping', async () => {
    const kit = setUpOpen({}, { pong: null })
    kit.connection.send('a')
    await kit.timers.advance(RECEIPT)

    kit.server.drop()

    expect(kit.recorder.of('drop')).toEqual([])
    expect(kit.connection.unconfirmed).toBe(0)
  })

  it('is emitted on the next links to a url that has answered once', async () => {
    const kit = await setUpAnswered()
    kit.server.drop()
    await kit.timers.advance(FIRST_DELAY)
    kit.connection.send('a')

    kit.server.drop()

    expect(unconfirmedIn(kit)).toEqual(['a'])
  })

  it('is let go untold by another url that has not answered', async () => {
    const kit = await setUpAnswered({ url })
    kit.connection.configure({ url: `${url}other` })
    await kit.timers.advance(0)
    kit.connection.send('a')

    kit.server.drop()

    expect(kit.recorder.of('drop')).toEqual([])
  })

  it.each<[string, (kit: Kit) => void]>([
    ['close()', ({ connection }) => connection.close()],
    ['dispose()', ({ connection }) => connection.dispose()],
    ['a logout', ({ connection }) => connection.configure({ url: null })],
    ['the page cache', ({ page }) => page.emit('pagehide')],
    ['reset()', ({ connection }) => connection.reset()],
  ])('is let go untold at %s on a link that is known to live', async (_, end) => {
    const kit = await setUpAnswered()
    kit.connection.send('a')

    end(kit)

    expect(kit.recorder.of('drop')).toEqual([])
    expect(kit.connection.unconfirmed).toBe(0)
  })

  it.each<[string, (kit: Kit) => void]>([
    ['close()', ({ connection }) => connection.close()],
    ['dispose()', ({ connection }) => connection.dispose()],
    ['a logout', ({ connection }) => connection.configure({ url: null })],
    ['the page cache', ({ page }) => page.emit('pagehide')],
  ])('is emitted at %s on a suspected link, last words included', async (_, end) => {
    const kit = await setUpAnswered()
    kit.connection.send('a')
    kit.page.emit('offline')
    kit.connection.send('last')

    end(kit)

    expect(unconfirmedIn(kit)).toEqual(['a', 'last'])
    expect(kit.recorder.names('close', 'drop')).toEqual(['close', 'drop', 'drop'])
  })

  it.each<[string, (kit: Kit) => void]>([
    ['another url', ({ connection }) => connection.configure({ url: `${url}other` })],
    ['reconnect()', ({ connection }) => connection.reconnect()],
    ['other protocols', ({ connection }) => connection.configure({ protocols: 'v2' })],
  ])('is emitted at %s', async (_, end) => {
    const kit = await setUpAnswered({ url })
    kit.connection.send('a')

    end(kit)

    expect(unconfirmedIn(kit)).toEqual(['a'])
    expect(kit.recorder.names('close', 'drop')).toEqual(['close', 'drop'])
  })

  it('is emitted when the connection is given up', async () => {
    const kit = await setUpAnswered({ reconnect: false })
    kit.connection.send('a')

    kit.server.drop()

    expect(kit.connection.status).toBe('failed')
    expect(unconfirmedIn(kit)).toEqual(['a'])
  })

  it('is let go untold when receipts were turned off meanwhile', async () => {
    const kit = await setUpAnswered()
    kit.connection.send('a')
    kit.connection.configure({ heartbeat: { receipts: false } })

    kit.server.drop()

    expect(kit.recorder.of('drop')).toEqual([])
  })
})

describe('the bounds of the outbox', () => {
  it('hold for what is in flight: the oldest are accounted for no more', async () => {
    const kit = await setUpAnswered({ outbox: { maxMessages: 3 } })
    for (const message of ['a', 'b', 'c', 'd']) kit.connection.send(message)
    expect(kit.connection.unconfirmed).toBe(3)

    kit.server.drop()

    expect(unconfirmedIn(kit)).toEqual(['b', 'c', 'd'])
  })

  it('hold for its bytes', async () => {
    const kit = await setUpAnswered({ outbox: { maxBytes: 10 } })

    for (const message of ['1234', '5678', '90ab']) kit.connection.send(message)

    expect(kit.connection.unconfirmed).toBe(2)
  })

  it('hold for what waits and what is in flight together: the latter makes room', async () => {
    const kit = await setUpAnswered({ outbox: { maxMessages: 3 } })
    kit.connection.send('a')
    kit.connection.send('b')
    kit.page.emit('offline')

    kit.connection.send('c')
    kit.connection.send('d')

    expect([kit.connection.queued, kit.connection.unconfirmed]).toEqual([2, 1])
  })

  it('leave a message larger than all of them unaccounted for, which displaces nothing', async () => {
    const kit = await setUpAnswered({ outbox: { maxBytes: 4 } })
    kit.connection.send('a')

    kit.connection.send('too large')

    expect(kit.connection.unconfirmed).toBe(1)
    expect(kit.server.received).toEqual(['a', 'too large'])
  })
})

describe('a signal', () => {
  it('aborted in flight drops the message, once', async () => {
    const kit = await setUpAnswered()
    const controller = new AbortController()
    kit.connection.send('a', { signal: controller.signal })

    controller.abort()
    kit.server.drop()

    expect(kit.recorder.of('drop')).toEqual([{ data: 'a', reason: 'aborted' }])
  })

  it('aborted after the message was confirmed changes nothing', async () => {
    const kit = await setUpAnswered()
    const controller = new AbortController()
    kit.connection.send('a', { signal: controller.signal })
    await kit.timers.advance(RECEIPT)
    kit.server.send('pong')

    controller.abort()

    expect(kit.recorder.of('drop')).toEqual([])
  })
})
