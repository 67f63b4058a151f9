import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { findServer } from '../../scripts/find-servers.js'
import { nats } from './objects/nats.ts'
import { LOGIN, startNatsServer } from './support/nats-server.js'
import { connectTo, next } from './support/real.ts'
import { DELAY, readRecording, replay } from './support/recording.ts'
import { setUp, setUpOpen, type Protocol } from './support/set-up.ts'

const NAME = 'nats'

const protocol: Protocol = (_, Native) => nats(LOGIN, Native)

/** The server sends bytes, and the app leaves out the end of a line. */
const WIRE = {
  encode: (frame: string) => new TextEncoder().encode(frame),
  toMessage: (frame: string) => frame.replace(/\r\n$/, ''),
}

const open = () => setUpOpen(NAME, protocol, WIRE)

describe('NATS, as recorded', () => {
  it('is spoken as the server expects it, and only what it asked for reaches the app', async () => {
    const kit = setUp(protocol, WIRE)

    await replay(kit, readRecording(NAME))

    expect(kit.messages).toEqual(['MSG greet 1 5\r\nhello'])
    expect(kit.connection.latency).toBe(DELAY)
  })

  it('is open only when the login has proved right', async () => {
    const kit = setUp(protocol, WIRE)
    await kit.serverSays('INFO {"auth_required":true} \r\n')
    expect(kit.connection.isOpen).toBe(false)

    await kit.serverSays('PONG\r\n')

    expect(kit.connection.isOpen).toBe(true)
  })

  it('answers a ping in the middle of the login', async () => {
    const kit = setUp(protocol, WIRE)
    await kit.serverSays('INFO {"auth_required":true} \r\n')

    await kit.serverSays('PING\r\n')
    await kit.serverSays('PONG\r\n')

    expect(kit.link.sent.slice(1)).toEqual(['PING\r\n', 'PONG\r\n'])
    expect(kit.connection.isOpen).toBe(true)
  })

  it('takes a refused login for a failed attempt', async () => {
    const kit = setUp(protocol, WIRE)
    await kit.serverSays('INFO {"auth_required":true} \r\n')

    await kit.serverSays("-ERR 'Authorization Violation'\r\n")

    expect(kit.connection.status).toBe('reconnecting')
    expect(kit.connection.error?.cause).toEqual(new Error("-ERR 'Authorization Violation'"))
  })

  it('logs in anew on the next link', async () => {
    const kit = await open()
    await kit.timers.advance(13_500)
    await kit.serverSays('PONG\r\n')
    kit.server.drop()
    await kit.timers.advance(2_500)

    await kit.serverSays('INFO {"auth_required":true} \r\n')
    await kit.serverSays('PONG\r\n')

    expect(kit.connection.isOpen).toBe(true)
    expect(kit.server.connections).toHaveLength(2)
  })

  it('finds a ping among messages, and answers it', async () => {
    const kit = await open()
    const { length } = kit.link.sent

    await kit.serverSays('MSG a 1 2\r\nhi\r\nPING\r\nMSG a 1 2\r\nho\r\n')

    expect(kit.messages).toEqual(['MSG a 1 2\r\nhi', 'MSG a 1 2\r\nho'])
    expect(kit.link.sent.slice(length)).toEqual(['PONG\r\n'])
  })

  it('puts together what comes in pieces, however small', async () => {
    const kit = await open()
    const { length } = kit.link.sent

    for (const byte of WIRE.encode('MSG a 1 3\r\n€\r\nPING\r\n')) {
      kit.server.send(new Uint8Array([byte]))
    }

    expect(kit.messages).toEqual(['MSG a 1 3\r\n€'])
    expect(kit.link.sent.slice(length)).toEqual(['PONG\r\n'])
  })

  it('reads frames of text like those of bytes', async () => {
    const kit = await open()

    kit.server.send('MSG a 1 3\r\n€\r\nPING\r\n')

    expect(kit.messages).toEqual(['MSG a 1 3\r\n€'])
    expect(kit.link.sent.at(-1)).toBe('PONG\r\n')
  })

  it('takes no payload for a heartbeat', async () => {
    const kit = await open()
    const { length } = kit.link.sent

    for (const piece of ['MSG a 1 12\r\n', 'PING\r\n', 'PONG\r\n', '\r\n']) {
      await kit.serverSays(piece)
    }

    expect(kit.messages).toEqual(['MSG a 1 12\r\nPING\r\nPONG\r\n'])
    expect(kit.link.sent).toHaveLength(length)
  })

  it('passes on what it does not know', async () => {
    const kit = await open()

    await kit.serverSays("-ERR 'Unknown Protocol Operation'\r\n+OK\r\nUNHEARD OF\r\n")

    expect(kit.messages).toEqual(["-ERR 'Unknown Protocol Operation'", '+OK', 'UNHEARD OF'])
  })

  it('emits nothing of a frame whose beginning made the app close', async () => {
    const kit = await open()
    kit.connection.on('message', () => kit.connection.close())

    await kit.serverSays('MSG a 1 2\r\nhi\r\nMSG a 1 2\r\nho\r\n')

    expect(kit.messages).toEqual(['MSG a 1 2\r\nhi'])
  })

  it('calls a server dead that answers no ping', async () => {
    const { connection, server, timers } = await open()
    server.goSilent()

    await timers.advance(13_500 + 9_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})

const found = findServer('nats-server')
if ('problem' in found) console.log(`Left out: ${found.name} (${found.problem})`)

describe.each('problem' in found ? [] : [found])('NATS, with $version', ({ path }) => {
  /** Browsers get pieces of 4 096 bytes, anybody else whole messages. */
  class Browser extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers: { 'user-agent': 'Mozilla/5.0' } })
    }
  }

  async function start({ pingInterval = 60_000, login = LOGIN as object } = {}) {
    const server = await startNatsServer(path, pingInterval)
    onTestFinished(() => server.stop())
    const connection = connectTo(server.url, () => nats(login, Browser as never))
    return { server, connection }
  }

  async function startOpen(options?: { pingInterval: number }) {
    const started = await start(options)
    await next(started.connection, 'open')
    return started
  }

  it('logs in, subscribes and gets a message', async () => {
    const { connection } = await startOpen()

    connection.send('SUB greet 1')
    connection.send('PUB greet 5\r\nhello')

    expect(await next(connection, 'message')).toBe('MSG greet 1 5\r\nhello')
  })

  it('is emitted when the login is wrong', async () => {
    const { connection } = await start({ login: { user: 'me', pass: 'wrong' } })

    const { cause } = (await next(connection, 'error'))!

    expect(cause).toEqual(new Error("-ERR 'Authorization Violation'"))
  })

  it('gets a large message in one piece', async () => {
    const { connection } = await startOpen()
    const payload = '€'.repeat(100_000)

    connection.send('SUB large 1')
    connection.send(`PUB large 300000\r\n${payload}`)

    expect(await next(connection, 'message')).toBe(`MSG large 1 300000\r\n${payload}`)
  })

  it('has its pings answered', async () => {
    const { connection } = await startOpen()

    connection.configure({ heartbeat: { interval: 50 } })
    await next(connection, 'heartbeat')

    expect(connection.received).toBe(0)
  })

  it('answers the pings of the server, which would close the link at the third', async () => {
    const { connection } = await startOpen({ pingInterval: 200 })
    const pings: unknown[] = []
    connection.on('pong', (data) => void pings.push(data))

    for (let beat = 0; beat < 4; beat++) await next(connection, 'pong')

    expect(pings).toEqual(Array(4).fill('PING'))
    expect(connection.isOpen).toBe(true)
    expect(connection.received).toBe(0)
  })

  it('calls a server dead that is stopped', async () => {
    const { connection, server } = await startOpen()

    server.freeze()
    connection.configure({ heartbeat: { interval: 50, timeout: 50 } })

    expect(await next(connection, 'close')).toMatchObject({ cause: 'heartbeat' })
  })
})
