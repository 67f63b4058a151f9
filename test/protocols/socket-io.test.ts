import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { describe, expect, it, onTestFinished } from 'vitest'
import { engineIo, socketIo } from './objects/engine-io.ts'
import { connectTo, next } from './support/real.ts'
import { readRecording, replay } from './support/recording.ts'
import { setUp, setUpOpen, type Protocol } from './support/set-up.ts'

const NAME = 'socket-io'
const OPEN = '0{"sid":"a","upgrades":[],"pingInterval":400,"pingTimeout":300}'

const protocol: Protocol = (getSocket) => socketIo(getSocket, () => ({ token: 'abc' }))

describe('socket.io, as recorded', () => {
  it('is spoken as the server expects it, and only events reach the app', async () => {
    const kit = setUp(protocol)

    await replay(kit, readRecording(NAME))

    expect(kit.messages).toEqual([['greeting', 'world']])
  })

  it('is open only when the server has connected it', async () => {
    const kit = setUp((getSocket) => socketIo(getSocket))
    await kit.serverSays(OPEN)
    expect(kit.link.sent).toEqual(['40'])
    expect(kit.connection.isOpen).toBe(false)

    await kit.serverSays('40{"sid":"b"}')

    expect(kit.connection.isOpen).toBe(true)
  })

  it('answers a ping in the middle of the login', async () => {
    const kit = setUp((getSocket) => socketIo(getSocket))
    await kit.serverSays(OPEN)

    await kit.serverSays('2')
    await kit.serverSays('40{"sid":"b"}')

    expect(kit.link.sent).toEqual(['40', '3'])
    expect(kit.connection.isOpen).toBe(true)
  })

  it('takes a refusal for a failed attempt', async () => {
    const kit = setUp(protocol)
    await kit.serverSays(OPEN)

    await kit.serverSays('44{"message":"not authorized"}')

    expect(kit.connection.status).toBe('reconnecting')
    expect(kit.connection.error?.cause).toEqual(new Error('44{"message":"not authorized"}'))
  })

  it('sends lists as events', async () => {
    const kit = await setUpOpen(NAME, protocol)

    kit.connection.send(['greet', { name: 'world' }])

    expect(kit.link.sent.at(-1)).toBe('42["greet",{"name":"world"}]')
  })

  it('passes on packets that it does not know as they are', async () => {
    const kit = await setUpOpen(NAME, protocol)

    await kit.serverSays('421["with an acknowledgement"]')
    await kit.serverSays('42/admin,["in a namespace"]')
    await kit.serverSays('6')

    expect(kit.messages).toEqual([
      '421["with an acknowledgement"]',
      '42/admin,["in a namespace"]',
      '6',
    ])
  })

  it('calls a server dead that leaves out a ping', async () => {
    const { connection, server, timers } = await setUpOpen(NAME, protocol)
    server.goSilent()

    await timers.advance(400 + 299)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})

describe('socket.io, with its server', () => {
  async function start(options: { pingInterval: number; pingTimeout: number }) {
    const http = createServer()
    const io = new Server(http, options)
    io.use(({ handshake }, done) => done(handshake.auth['token'] === 'abc' ? undefined : refused))
    io.on('connection', (socket) => socket.on('greet', (name) => socket.emit('greeting', name)))
    onTestFinished(() => io.close())
    await once(http.listen(0, '127.0.0.1'), 'listening')
    const { port } = http.address() as AddressInfo
    return { io, url: `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket` }
  }
  const refused = new Error('who are you?')
  const PATIENT = { pingInterval: 50, pingTimeout: 10_000 }

  it('connects, sends an event and gets one', async () => {
    const { url } = await start(PATIENT)
    const connection = connectTo(url, protocol)
    await next(connection, 'open')

    connection.send(['greet', 'world'])

    expect(await next(connection, 'message')).toEqual(['greeting', 'world'])
  })

  it('is refused without the token', async () => {
    const { url } = await start(PATIENT)

    const connection = connectTo(url, (getSocket) => socketIo(getSocket))

    const { cause } = (await next(connection, 'error'))!
    expect(cause).toEqual(new Error('44{"message":"who are you?"}'))
  })

  it('goes by the interval that the server announces', async () => {
    const { url } = await start({ pingInterval: 1_234, pingTimeout: 5_678 })
    const connection = connectTo(url, protocol)

    await next(connection, 'open')

    expect(connection.options.heartbeat).toMatchObject({ interval: 1_234, timeout: 5_678 })
  })

  it('answers the pings of the server, and keeps them from the app', async () => {
    const { io, url } = await start(PATIENT)
    const connection = connectTo(url, protocol)
    const [client] = (await once(io, 'connection')) as [Socket]

    for (let beat = 0; beat < 3; beat++) await once(client.conn, 'heartbeat')

    expect(connection.isOpen).toBe(true)
    expect(connection.received).toBe(0)
  })

  it('calls a server dead whose pings stay away', async () => {
    const { io, url } = await start({ pingInterval: 100, pingTimeout: 100 })
    const connection = connectTo(url, protocol)
    const closed = next(connection, 'close')
    await next(connection, 'open')

    // Nothing gets out any more, and the server itself is in no hurry to notice.
    io.engine.opts.pingTimeout = 60_000
    for (const { conn } of io.sockets.sockets.values()) conn.transport.send = () => {}

    expect(await closed).toMatchObject({ cause: 'heartbeat' })
  })

  it('lets engine.io speak to it alone', async () => {
    const { io, url } = await start(PATIENT)
    const connection = connectTo(url, engineIo)
    await next(connection, 'open')

    connection.send('40{"token":"abc"}')

    expect(await next(connection, 'message')).toMatch(/^40\{"sid":/)
    expect(io.engine.clientsCount).toBe(1)
  })
})
