import { describe, expect, it } from 'vitest'
import type { HandshakeContext } from 'vue-heartbeat-socket/socket'
import { FIRST_DELAY, microtasks, setUp, setUpOpen } from './support/set-up.ts'

describe('a handshake', () => {
  it('runs before the status is open', async () => {
    const statuses: string[] = []
    const kit = setUp({
      handshake: () => void statuses.push(kit.connection.status),
    })

    kit.server.accept()

    expect(statuses).toEqual(['connecting'])
    expect(kit.connection.status).toBe('open')
  })

  it('sends ahead of the outbox', async () => {
    const handshake = async ({ send, receive }: HandshakeContext): Promise<void> => {
      send({ login: 'me' })
      await receive()
      send({ resume: 7 })
    }
    const { connection, server } = setUp({ handshake })
    connection.send('queued')
    server.accept()
    expect(connection.send('also queued')).toBe('queued')

    server.send({ ok: true })
    await microtasks()

    expect(server.received).toEqual(['{"login":"me"}', '{"resume":7}', 'queued', 'also queued'])
  })

  it('takes messages, decoded, that reach no listener else', async () => {
    const taken: unknown[] = []
    const handshake = async ({ receive }: HandshakeContext): Promise<void> => {
      taken.push(await receive(), await receive())
    }
    const { connection, server, recorder } = setUpOpen({ handshake })

    server.send({ n: 1 })
    server.send({ n: 2 })
    await microtasks()

    expect(taken).toEqual([{ n: 1 }, { n: 2 }])
    expect(recorder.names('message')).toEqual([])
    expect(connection.received).toBe(0)
  })

  it('leaves the rest, which is delivered in order after open', async () => {
    const handshake = async ({ receive }: HandshakeContext): Promise<void> => void (await receive())
    const { server, recorder } = setUpOpen({ handshake })
    server.send({ n: 1 })
    server.send({ n: 2 })
    server.send({ n: 3 })
    expect(recorder.names('message')).toEqual([])

    await microtasks()

    expect(recorder.names('open', 'message')).toEqual(['open', 'message', 'message'])
    expect(recorder.of('message')).toEqual([{ n: 2 }, { n: 3 }])
  })

  it('takes what it receives from the heartbeat too', async () => {
    const taken: unknown[] = []
    const handshake = async ({ send, receive }: HandshakeContext): Promise<void> => {
      send('ping')
      taken.push(await receive())
    }
    const { connection, server } = setUpOpen({ handshake, codec: 'text' })

    server.send('pong')
    await microtasks()

    expect(taken).toEqual(['pong'])
    expect(connection.status).toBe('open')
  })

  it('leaves the heartbeats that it did not take to the heartbeat', async () => {
    const handshake = async ({ receive }: HandshakeContext): Promise<void> => void (await receive())
    const { connection, server } = setUpOpen({ handshake, codec: 'text' })

    server.send('hello')
    server.send('pong')
    await microtasks()

    expect([connection.status, connection.received]).toEqual(['open', 0])
  })

  it("leaves the server's pings that it did not take to be answered at the opening", async () => {
    const handshake = async ({ receive }: HandshakeContext): Promise<void> => void (await receive())
    const heartbeat = { reply: (data: unknown) => (data === 'ping' ? 'pong' : undefined) }
    const { connection, server, link } = setUpOpen({ handshake, heartbeat, codec: 'text' })

    for (const frame of ['ping', 'ping', 'ping']) server.send(frame)
    expect(link.sent).toEqual([])
    await microtasks()

    expect(link.sent).toEqual(['pong', 'pong'])
    expect(connection.received).toBe(0)
  })

  it('runs on each opening, and gets the attempt', async () => {
    const attempts: number[] = []
    const handshake = ({ attempt }: HandshakeContext): void => void attempts.push(attempt)
    const { server, timers } = setUpOpen({ handshake })

    server.drop()
    await timers.advance(FIRST_DELAY)

    expect(attempts).toEqual([1, 2])
  })

  it('is not pinged through: the heartbeat starts after it', async () => {
    const handshake = (): Promise<void> => new Promise(() => {})
    const { timers, link } = setUpOpen({ handshake, connectTimeout: 60_000 })

    await timers.advance(59_000)

    expect(link.sent).toEqual([])
  })

  it('throws where a message can not be encoded', () => {
    const handshake = ({ send }: HandshakeContext): void => send(Symbol('x'))

    const { connection } = setUpOpen({ handshake })

    expect(connection.lastClose?.cause).toBe('handshake')
    expect(connection.error).toMatchObject({
      code: 'HEARTBEAT_SOCKET_R0001',
      cause: { code: 'HEARTBEAT_SOCKET_R0003' },
    })
  })
})

describe('a handshake that fails', () => {
  const failure = new Error('wrong password')

  it.each([
    ['rejects', () => Promise.reject(failure)],
    [
      'throws',
      () => {
        throw failure
      },
    ],
  ])('because it %s is a failed attempt like any other', async (_, handshake) => {
    const { connection, server, recorder, timers, link } = setUp({ handshake })
    server.accept()
    await microtasks()

    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
    expect(connection.lastClose).toMatchObject({ code: 1006, cause: 'handshake' })
    expect(connection.error?.cause).toBe(failure)
    expect(recorder.errorCodes).toEqual(['R0001'])
    expect(link.closeCode).not.toBeNull()
    expect(server.connections).toHaveLength(1)
  })

  it('shares connectTimeout with the opening', async () => {
    const handshake = (): Promise<void> => new Promise(() => {})
    const { connection, server, timers } = setUp({ handshake })
    await timers.advance(6_000)
    server.accept()

    await timers.advance(3_999)
    expect(connection.status).toBe('connecting')
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('connect-timeout')
  })

  it('because the link dies rejects what it awaits', async () => {
    const outcomes: unknown[] = []
    const handshake = async ({ receive }: HandshakeContext): Promise<void> => {
      await receive().catch((error: Error) => outcomes.push(error.name))
    }
    const { server, connection } = setUpOpen({ handshake })

    server.close(1011)
    await microtasks()

    expect(outcomes).toEqual(['AbortError'])
    expect(connection.lastClose).toMatchObject({ code: 1011, cause: 'server' })
  })

  it('counts as an attempt: delays grow', async () => {
    const handshake = (): Promise<void> => Promise.reject(failure)
    const { connection, timers } = setUpOpen({ handshake })

    await timers.advance(FIRST_DELAY)

    expect(connection.attempts).toBe(2)
    expect(connection.retryAt).toBe(timers.now() + 1_250)
  })
})

describe('the signal of a handshake', () => {
  it.each(['close', 'drop', 'timeout'])('aborts on %s', async (end) => {
    let signal: AbortSignal | undefined
    const handshake = (context: HandshakeContext): Promise<void> => {
      signal = context.signal
      return new Promise(() => {})
    }
    const { connection, server, timers } = setUpOpen({ handshake })
    expect(signal!.aborted).toBe(false)

    if (end === 'close') connection.close()
    else if (end === 'drop') server.drop()
    else await timers.advance(10_000)

    expect(signal!.aborted).toBe(true)
  })

  it('aborts too when a listener disposes of the connection', async () => {
    let signal: AbortSignal | undefined
    const handshake = (context: HandshakeContext): void => {
      signal = context.signal
    }
    const { connection, server } = setUp({ handshake })
    connection.on('open', () => connection.dispose())

    server.accept()
    await microtasks()

    expect(signal!.aborted).toBe(true)
  })
})

describe('what comes after a handshake is over', () => {
  it('is thrown away when the attempt has ended', async () => {
    let finish!: () => void
    const handshake = (): Promise<void> => new Promise((resolve) => (finish = resolve))
    const { connection, server, recorder } = setUpOpen({ handshake })
    server.goSilent()
    connection.close()
    recorder.clear()

    finish()
    await microtasks()

    expect(connection.status).toBe('closed')
    expect(recorder.entries).toEqual([])
  })

  it('is rejected: receive() takes no more messages', async () => {
    let receive!: HandshakeContext['receive']
    const handshake = (context: HandshakeContext): void => {
      ;({ receive } = context)
    }
    const { server, recorder } = setUpOpen({ handshake })

    const late = receive()
    server.send({ n: 1 })

    await expect(late).rejects.toMatchObject({ name: 'AbortError' })
    expect(recorder.of('message')).toEqual([{ n: 1 }])
  })

  it('is bounded: a server that floods a handshake is let go', () => {
    const handshake = (): Promise<void> => new Promise(() => {})
    const { connection, server, recorder } = setUpOpen({ handshake })

    for (let index = 0; index < 10_001; index++) server.send({ index })

    expect(connection.lastClose?.cause).toBe('handshake')
    expect(recorder.errorCodes).toEqual(['R0010'])
  })
})
