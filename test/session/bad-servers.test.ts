import { describe, expect, it } from 'vitest'
import { createSession } from 'vue-heartbeat-socket/session'
import { Connection } from 'vue-heartbeat-socket/socket'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { Recorder } from '../connection/support/recorder.ts'

const WELCOME = { welcome: ['e', 10], recovered: false, in: 0, max: 1_000 }

/** A connection with a session whose server says only what a test lets it say. */
async function setUp(options: Partial<SocketOptions> = {}) {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers, pong: null })
  const connection = new Connection({ ...server.options, session: createSession(), ...options })
  const recorder = new Recorder(connection)
  server.accept()
  await timers.advance(0)
  const say = async (frame: unknown) => {
    server.send(frame)
    await timers.advance(0)
  }
  return { timers, server, connection, recorder, say }
}

/** The same, welcomed. */
async function setUpOpen(options: Partial<SocketOptions> = {}) {
  const kit = await setUp(options)
  await kit.say(WELCOME)
  kit.recorder.clear()
  return kit
}

describe('a server that speaks no sessions', () => {
  it.each([['pong'], ['{}'], ['1 "a"'], ['{"at":3}'], [new ArrayBuffer(9)], ['{"welcome":[1,2]}']])(
    'is found by its first frame: %s',
    async (frame) => {
      const { connection, say, recorder } = await setUp()

      await say(frame)

      expect(connection.status).toBe('reconnecting')
      expect(connection.lastClose?.cause).toBe('handshake')
      expect(recorder.errorCodes).toEqual(['R0020'])
    },
  )

  it('gets no credentials where it selected another subprotocol', async () => {
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    class Selective extends server.options.WebSocket {
      override get protocol() {
        return 'chat'
      }
    }
    const session = createSession({ auth: 'secret' })
    const connection = new Connection({ ...server.options, WebSocket: Selective, session })
    server.accept()
    await timers.advance(0)

    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0020')
    expect(server.connections[0]!.sent).toEqual([])
  })

  it.each([
    [{ ...WELCOME, welcome: ['e', -1] }],
    [{ ...WELCOME, welcome: ['e', 1.5] }],
    [{ ...WELCOME, welcome: ['e', 2 ** 53] }],
    [{ ...WELCOME, welcome: ['e', '10'] }],
    [{ ...WELCOME, in: -1 }],
    [{ ...WELCOME, in: undefined }],
    [{ ...WELCOME, max: '9' }],
    [{ ...WELCOME, recovered: 1 }],
    [{ ...WELCOME, refused: ['1'] }],
  ])('is one whose welcome is malformed: %j', async (frame) => {
    const { connection, say } = await setUp()

    await say(frame)

    expect(connection.status).toBe('reconnecting')
    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_R0020')
  })
})

describe('a frame that the protocol does not allow', () => {
  it.each([
    ['text'],
    ['-1 {}'],
    ['1.5 {}'],
    ['9007199254740992 {}'],
    ['01 {}'],
    ['11{}'],
    ['{'],
    [JSON.stringify(WELCOME)],
    ['{"ack":-1}'],
    ['{"at":"11"}'],
    ['{"ack":1,"refused":{}}'],
    [`{"at":11,"x":"${'x'.repeat(5_000)}"}`],
    [new ArrayBuffer(7)],
  ])('ends the link: %s', async (frame) => {
    const { connection, say, recorder } = await setUpOpen()

    await say(frame)

    expect(connection.status).toBe('reconnecting')
    expect(recorder.errorCodes).toEqual(['R0021'])
  })

  it.each([['{}'], ['{"new":1}'], ['{"at":3}'], ['{"ack":0}'], ['{"ack":99}'], ['10 1'], ['3 1']])(
    'is not %s, which changes nothing',
    async (frame) => {
      const { connection, say, recorder } = await setUpOpen()

      await say(frame)

      expect(connection.status).toBe('open')
      expect(recorder.names('message', 'error', 'confirmed')).toEqual([])
    },
  )

  it('of an older opening reaches no listener', async () => {
    const { connection, server, recorder } = await setUpOpen()
    const [old] = server.connections
    connection.reconnect()

    old!.emit('message', { data: '11 "late"' })

    expect(recorder.of('message')).toEqual([])
  })
})

describe('what a server acknowledges', () => {
  it('ends once: a doubled or lower number confirms nothing more', async () => {
    const { connection, say, recorder } = await setUpOpen()
    for (const message of ['a', 'b', 'c']) connection.send(message)

    await say({ ack: 2 })
    await say({ ack: 2 })
    await say({ ack: 1 })

    expect(recorder.of('confirmed')).toEqual(['a', 'b'])
    expect(connection.unconfirmed).toBe(1)
  })

  it('is dropped as refused where the server says so', async () => {
    const { connection, say, recorder } = await setUpOpen()
    connection.send('a')
    connection.send('b')

    await say({ ack: 2, refused: [1] })

    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'refused' }])
    expect(recorder.of('confirmed')).toEqual(['b'])
  })

  it('is unknown when it has forgotten the session: all in flight is unconfirmed', async () => {
    const { connection, server, timers, say, recorder } = await setUpOpen()
    connection.send('a')
    server.drop()
    connection.send('b')
    await timers.advance(2_500)

    await say({ ...WELCOME, in: null })

    expect(recorder.of('drop')).toEqual([{ data: 'a', reason: 'unconfirmed' }])
    expect(server.connections[1]!.sent.slice(1)).toEqual(['2 "b"'])
  })

  it('up to its `in` is confirmed at the opening, and the rest sent with the same numbers', async () => {
    const { connection, server, timers, say, recorder } = await setUpOpen()
    connection.send('a')
    connection.send('b')
    server.drop()
    connection.send('c')
    await timers.advance(2_500)

    const hello = JSON.parse(String(server.connections[1]!.sent[0]))
    expect(hello).toMatchObject({ at: ['e', 10], first: 1 })
    await say({ ...WELCOME, recovered: true, in: 1 })

    expect(recorder.of('confirmed')).toEqual(['a'])
    expect(server.connections[1]!.sent.slice(1)).toEqual(['2 "b"', '3 "c"'])
  })

  it('limits what is in flight: by bytes, and a message larger than `max` is dropped', async () => {
    const { connection, say, recorder } = await setUpOpen()
    const half = 'x'.repeat(600)

    expect(connection.send(half)).toBe('sent')
    expect(connection.send(half)).toBe('queued')
    await say({ ack: 1 })
    expect(connection.unconfirmed).toBe(1)
    await say({ ack: 2 })
    expect(connection.send('x'.repeat(1_001))).toBe('dropped')

    expect(recorder.of('drop')).toMatchObject([{ reason: 'too-large' }])
  })

  it('does not hold up what waits behind a message that is too large', async () => {
    const { connection, server, timers, say, recorder } = await setUpOpen()
    server.drop()
    connection.send('x'.repeat(2_000))
    connection.send('b')
    await timers.advance(2_500)

    await say(WELCOME)

    expect(recorder.of('drop')).toMatchObject([{ reason: 'too-large' }])
    expect(server.connections[1]!.sent.slice(1)).toEqual(['1 "b"'])
  })
})

describe('credentials', () => {
  it('are asked for at every opening', async () => {
    let token = 0
    const session = createSession({ auth: async () => ({ token: ++token }) })
    const { server, timers, say } = await setUp({ session })
    await say(WELCOME)
    server.drop()
    await timers.advance(2_500)

    const auths = server.connections.map(({ sent }) => JSON.parse(String(sent[0])).auth)
    expect(auths).toEqual([{ token: 1 }, { token: 2 }])
  })

  it('that can not be had fail the attempt', async () => {
    const session = createSession({
      auth: () => {
        throw new Error('no login')
      },
    })
    const { connection } = await setUp({ session })

    expect(connection.status).toBe('reconnecting')
    expect(connection.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0001' })
    expect(connection.lastClose?.error).toMatchObject({ message: 'no login' })
  })

  it.each([['x'.repeat(20_000)], [{ big: 1n }]])('that do not fit are an error', async (auth) => {
    const { connection } = await setUp({ session: createSession({ auth }) })

    expect(connection.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0023' })
  })

  it('make 4401 retry when they come from a function, and final when not', async () => {
    const fixed = await setUpOpen({ session: createSession({ auth: 'a' }) })
    const fresh = await setUpOpen({ session: createSession({ auth: () => 'a' }) })

    for (const { server } of [fixed, fresh]) server.close(4401)

    expect([fixed.connection.status, fresh.connection.status]).toEqual(['failed', 'reconnecting'])
  })

  it('reach no log: the hello is neither a `sent` event nor counted', async () => {
    const { connection, recorder } = await setUp({ session: createSession({ auth: 'secret' }) })

    expect(recorder.of('sent')).toEqual([])
    expect(connection.sent).toBe(0)
  })
})

it('a welcome whose link ends before the app hears of it moves the position nowhere', async () => {
  const { server, timers } = await setUpOpen()
  server.drop()
  await timers.advance(5_000)
  // As `ws` dispatches what arrives together: no promise goes on between the two.
  server.send({ ...WELCOME, welcome: ['e', 50] })
  server.close(4408)
  const before = server.messages.length
  await timers.advance(10_000)

  expect(server.messages.slice(before)).toMatchObject([{ at: ['e', 10] }])
})

describe('close codes', () => {
  it('4409 is final at once', async () => {
    const { connection, server } = await setUpOpen()

    server.close(4409)

    expect(connection.status).toBe('failed')
  })

  it.each([[4400], [4406]])('%i is final when met twice', async (code) => {
    const { connection, server, timers } = await setUpOpen()
    server.close(code)
    expect(connection.status).toBe('reconnecting')
    await timers.advance(30_000)

    server.close(code)

    expect(connection.status).toBe('failed')
  })

  it('1012 is retried at once the first time, and by backoff the second', async () => {
    const { connection, server, timers, say } = await setUpOpen()

    server.close(1012)
    expect(connection.retryAt).toBe(timers.now())
    await timers.advance(0)
    await say(WELCOME)
    server.close(1012)

    expect(connection.retryAt! - timers.now()).toBeGreaterThan(1_000)
  })
})

describe('options', () => {
  it.each<[string, Partial<SocketOptions>]>([
    ['handshake', { handshake: () => {} }],
    ['cursor', { cursor: () => 1 }],
    ['outbox.resend', { outbox: { resend: true } }],
    ['outbox', { outbox: false }],
    ['heartbeat.message', { heartbeat: { message: 'hello' } }],
    ['heartbeat.pong', { heartbeat: { pong: 'hello' } }],
    ['heartbeat.receipts', { heartbeat: { receipts: 1_000 } }],
    ['heartbeat', { heartbeat: false }],
  ])('%s is refused beside a session', (name, options) => {
    const { options: base } = createFakeServer({ timers: createFakeTimers() })
    const make = () => new Connection({ ...base, session: createSession(), ...options })

    expect(make).toThrow(TypeError)
    expect(make).toThrow(`"${name}" can't be used with a session`)
    expect(make).toThrow(/Leave it out: (?!undefined)/)
  })

  it('takes no other `session` than createSession() makes', () => {
    const { options: base } = createFakeServer({ timers: createFakeTimers() })

    expect(() => new Connection({ ...base, session: {} as any })).toThrow('createSession()')
  })
})
