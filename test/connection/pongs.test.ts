import { describe, expect, it } from 'vitest'
import { setUp, setUpOpen, setUpPinged, TIMEOUT, WAIT } from './support/set-up.ts'

describe('a pong', () => {
  it('reaches neither listeners of messages nor the counters', async () => {
    const { timers, recorder, connection } = setUpOpen()

    await timers.advance(WAIT)

    expect(recorder.names('ping', 'heartbeat', 'pong', 'message')).toEqual([
      'ping',
      'heartbeat',
      'pong',
    ])
    expect(connection.received).toBe(0)
    expect(connection.lastMessage).toBeNull()
  })

  it('reaches no listener either when no ping is out, and is no heartbeat', () => {
    const { server, recorder, connection } = setUpOpen({ codec: 'text' })

    server.send('pong')

    expect(recorder.names('message', 'heartbeat', 'pong')).toEqual(['pong'])
    expect([connection.received, connection.latency]).toEqual([0, null])
  })

  it('yields the latency', async () => {
    const { timers, recorder, connection, server } = setUp({}, { latency: 40 })
    server.accept()

    await timers.advance(15_000)

    expect(recorder.of('heartbeat')).toEqual([{ latency: 80 }])
    expect(connection.latency).toBe(80)
  })

  it('is known by a predicate on the raw data', async () => {
    const pong = (data: unknown): boolean => String(data).startsWith('{"type":"pong"')
    const { timers, recorder } = setUpOpen(
      { heartbeat: { pong } },
      { pong: { type: 'pong', n: 1 } },
    )

    await timers.advance(WAIT)

    expect(recorder.names('ping', 'heartbeat', 'pong', 'message')).toEqual([
      'ping',
      'heartbeat',
      'pong',
    ])
  })

  it('is compared byte by byte when it is binary', async () => {
    const pong = new Uint8Array([9, 8, 7])
    const { timers, recorder, server } = setUpOpen(
      { heartbeat: { pong }, binaryType: 'arraybuffer' },
      { pong: new Uint8Array([9, 8, 7]) },
    )

    await timers.advance(WAIT)
    server.send(new Uint8Array([9, 8, 6]))
    server.send(new Uint8Array([9, 8]))

    expect(recorder.names('heartbeat', 'message')).toEqual(['heartbeat', 'message', 'message'])
  })

  it('may be a view on a part of a buffer', async () => {
    const pong = new Uint8Array([0, 9, 8, 0]).subarray(1, 3)
    const { timers, recorder } = setUpOpen(
      { heartbeat: { pong }, binaryType: 'arraybuffer' },
      { pong: new Uint8Array([9, 8]) },
    )

    await timers.advance(WAIT)

    expect(recorder.names('heartbeat', 'message')).toEqual(['heartbeat'])
  })

  it('ends with its link: the next one has no latency yet', async () => {
    const { timers, connection, server } = setUpOpen({}, { latency: 0 })
    await timers.advance(WAIT)
    expect(connection.latency).toBe(0)

    server.drop()

    expect(connection.latency).toBeNull()
  })
})

describe('heartbeat.reply', () => {
  const reply = (data: unknown): string | undefined =>
    data === 'are you there' ? 'yes' : undefined

  it('answers a server that pings the client, unseen by listeners and counters', () => {
    const { server, recorder, connection } = setUpOpen({ heartbeat: { reply } })

    server.send('are you there')

    expect(server.received).toEqual(['yes'])
    expect(recorder.names('message', 'sent')).toEqual([])
    expect([connection.received, connection.sent]).toEqual([0, 0])
  })

  it('works beside message: null, where the server beats', async () => {
    const { server, connection, timers, link } = setUpOpen({ heartbeat: { reply, message: null } })

    for (let beat = 0; beat < 5; beat++) {
      await timers.advance(20_000)
      server.send('are you there')
    }

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(link.sent).toEqual(['yes', 'yes', 'yes', 'yes', 'yes'])
  })
})

describe('a message that can not be made', () => {
  const broken = {
    'a function that throws': () => {
      throw new Error('no ping')
    },
    'an asynchronous function': () => Promise.resolve('ping') as never,
    'an object that the codec refuses': () => ({ n: 1n }),
  }

  it.each(Object.entries(broken))('(%s) is one error', async (_, message) => {
    const { timers, recorder, link } = setUpOpen({ heartbeat: { message } })

    for (let silence = 0; silence < 3; silence++) {
      await timers.advance(WAIT)
      link.emit('message', { data: '1' })
    }

    expect(recorder.errorCodes).toHaveLength(1)
    expect(link.sent).toEqual([])
  })

  it.each(Object.entries(broken))('(%s) leaves the link watched', async (_, message) => {
    const { timers, connection } = setUpOpen({ heartbeat: { message } })

    await timers.advance(WAIT + TIMEOUT)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('is asked for again after the next silence', async () => {
    let calls = 0
    const message = (): string => {
      if (++calls === 1) throw new Error('no ping')
      return 'ping'
    }
    const { timers, server } = setUpOpen({ heartbeat: { message } })
    await timers.advance(WAIT)
    server.send({ news: 1 })

    await timers.advance(WAIT)

    expect(server.pings).toHaveLength(1)
  })
})

describe('a message that is no raw data', () => {
  it.each([{ type: 'ping' }, () => ({ type: 'ping' })])(
    'goes through the codec',
    async (message) => {
      const { timers, link } = setUpOpen({ heartbeat: { message } })

      await timers.advance(WAIT)

      expect(link.sent).toEqual(['{"type":"ping"}'])
    },
  )
})

describe('the latency', () => {
  it('is of the ping that the pong answers, not of the newest', async () => {
    const { timers, page, recorder, server } = setUpOpen({}, { pong: null })
    await timers.advance(3_000)
    page.emit('visible')
    server.send({ news: 1 })
    await timers.advance(2_000)
    page.emit('visible')
    await timers.advance(500)

    server.send('pong')
    server.send('pong')

    expect(recorder.of('heartbeat')).toEqual([{ latency: 2_500 }, { latency: 500 }])
  })

  it('is unknown after a sleep', async () => {
    const { timers, recorder, server } = setUpOpen({}, { pong: null })
    await timers.advance(WAIT)
    await timers.sleep(3_600_000)

    server.send('pong')

    expect(recorder.of('heartbeat')).toEqual([{ latency: null }])
  })
})

it('a suspected link that answers nothing but data is no death', async () => {
  const { timers, server, connection } = await setUpPinged()

  for (let second = 0; second < 120; second++) {
    await timers.advance(1_000)
    server.send({ news: 1 })
  }

  expect(connection.isOpen).toBe(true)
  expect(connection.lastClose).toBeNull()
})
