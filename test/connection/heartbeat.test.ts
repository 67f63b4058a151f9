import { describe, expect, it } from 'vitest'
import { ALMOST_ONE, seeded } from './support/random.ts'
import { setUp, setUpOpen, setUpPinged, TIMEOUT, WAIT } from './support/set-up.ts'

describe('a ping', () => {
  it.each([
    [0, 12_000],
    [0.5, 13_500],
    [ALMOST_ONE, 15_000],
  ])('with random %d goes out after %d ms of silence', async (random, wait) => {
    const { timers, server } = setUpOpen({ random: () => random })

    await timers.advance(wait - 1)
    expect(server.pings).toHaveLength(0)
    await timers.advance(1)

    expect(server.pings).toEqual(['ping'])
  })

  it('waits anew each time, so that a fleet does not fall into step', async () => {
    const { timers, connection } = setUpOpen({ random: seeded(7) })
    const times = [timers.now()]
    connection.on('ping', () => times.push(timers.now()))

    await timers.advance(20 * 15_000)
    const waits = times.slice(1).map((time, index) => time - times[index]!)

    expect(new Set(waits).size).toBe(waits.length)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(12_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000)
  })

  it.each([
    ['any message', { news: 1 }],
    ['a message of the server that looks like a pong', 'pong'],
  ])('is put off by %s', async (_, message) => {
    const { timers, server } = setUpOpen()
    await timers.advance(10_000)
    server.send(message)

    await timers.advance(WAIT - 1)
    expect(server.pings).toHaveLength(0)
    await timers.advance(1)

    expect(server.pings).toHaveLength(1)
  })

  it('is not put off by what we send', async () => {
    const { timers, connection, server } = setUpOpen()
    await timers.advance(10_000)
    connection.send('hello')

    await timers.advance(3_500)

    expect(server.pings).toHaveLength(1)
  })

  it('is repeated for as long as the link is silent but for pongs', async () => {
    const { timers, server, connection } = setUpOpen()

    await timers.advance(10 * WAIT)

    expect(server.pings).toHaveLength(10)
    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
  })

  it('goes out once every interval with idleOnly: false, whatever arrives', async () => {
    const { timers, server } = setUpOpen({ heartbeat: { idleOnly: false } })

    for (let second = 0; second < 10 * 13.5; second++) {
      server.send({ news: 1 })
      await timers.advance(1_000)
    }

    expect(server.pings).toHaveLength(10)
  })

  it('comes from the message function, asked each time', async () => {
    let count = 0
    const message = (): string => `beat ${++count}`
    const { timers, server } = setUpOpen(
      { heartbeat: { message } },
      { ping: (data) => String(data).startsWith('beat') },
    )

    await timers.advance(2 * WAIT)

    expect(server.pings).toEqual(['beat 1', 'beat 2'])
  })

  it('may be binary', async () => {
    const message = new Uint8Array([1, 2])
    const { timers, server } = setUpOpen({ heartbeat: { message } }, { ping: message })

    await timers.advance(WAIT)

    expect(server.pings).toEqual([message])
  })

  it('is emitted, and is no message sent', async () => {
    const { timers, recorder, connection } = setUpOpen({}, { pong: null })

    await timers.advance(WAIT)

    expect(recorder.entries).toEqual([{ name: 'ping', args: ['ping'] }])
    expect(connection.sent).toBe(0)
  })

  it('does not go out while connecting', async () => {
    const { timers, link } = setUp({ connectTimeout: 60_000 })

    await timers.advance(50_000)

    expect(link.sent).toEqual([])
  })
})

describe('a death by heartbeat', () => {
  it('comes when nothing arrives within timeout after the ping', async () => {
    const { timers, connection } = await setUpPinged()

    await timers.advance(TIMEOUT - 1)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.status).toBe('reconnecting')
    expect(connection.lastClose).toMatchObject({ code: 1006, cause: 'heartbeat' })
  })

  it.each([
    ['anything at all arrives', { no: 'pong' }],
    ['what arrives does not decode', '{ rubbish'],
  ])('does not come when %s', async (_, message) => {
    const { timers, server, connection } = await setUpPinged()

    await timers.advance(TIMEOUT - 1)
    server.send(message)
    await timers.advance(1_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
  })

  it('comes at the same time with idleOnly: false', async () => {
    const { timers, connection } = await setUpPinged({ heartbeat: { idleOnly: false } })

    await timers.advance(TIMEOUT)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('is not put off by further pings with an interval shorter than timeout', async () => {
    const { timers, connection } = setUpOpen(
      { heartbeat: { idleOnly: false, interval: 2_000, timeout: 5_000 } },
      { pong: null },
    )

    await timers.advance(1_800 + 5_000)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})

describe('half-open links', () => {
  it.each([0, 0.5, ALMOST_ONE])('are found within 26 s by default, random %d', async (random) => {
    const { timers, server, connection } = setUpOpen({ random: () => random })
    server.send({ news: 1 })
    server.goSilent()

    await timers.advance(26_000)

    expect(connection.isOpen).toBe(false)
    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('can be found within 2 s', async () => {
    const { timers, server, connection } = setUpOpen({
      heartbeat: { interval: 1_000, timeout: 800 },
      random: () => ALMOST_ONE,
    })
    server.goSilent()

    await timers.advance(1_999)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })
})

describe('heartbeat.message null', () => {
  it('sends nothing', async () => {
    const { timers, server, link } = setUpOpen({ heartbeat: { message: null } })

    for (let beat = 0; beat < 10; beat++) {
      await timers.advance(20_000)
      server.send('pong')
    }

    expect(link.sent).toEqual([])
  })

  it('ends the link when nothing came within interval + timeout', async () => {
    const { timers, connection } = setUpOpen({ heartbeat: { message: null } })

    await timers.advance(24_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('counts from the last arrival', async () => {
    const { timers, server, connection } = setUpOpen({ heartbeat: { message: null } })
    await timers.advance(20_000)
    server.send({ news: 1 })

    await timers.advance(24_999)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
  })
})

describe('heartbeat: false', () => {
  it('sends no ping and ends no silent link', async () => {
    const { timers, connection, link } = setUpOpen({ heartbeat: false })

    await timers.advance(3_600_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(link.sent).toEqual([])
  })

  it('delivers what would have been a pong', () => {
    const { server, recorder } = setUpOpen({ heartbeat: false, codec: 'text' })

    server.send('pong')

    expect(recorder.of('message')).toEqual(['pong'])
  })

  it('leaves no timer behind once the link is stable', async () => {
    const { timers } = setUpOpen({ heartbeat: false })

    await timers.advance(10_000)

    expect(timers.pending).toBe(0)
  })

  it('sends no ping for who sends, from a listener of open', async () => {
    const { server, connection, link, timers } = setUp({ heartbeat: false })
    connection.on('open', () => connection.send('hello'))

    server.accept()
    await timers.advance(60_000)

    expect(link.sent).toEqual(['hello'])
  })
})
