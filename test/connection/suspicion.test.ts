import { describe, expect, it } from 'vitest'
import { setUp, setUpOpen, setUpPinged } from './support/set-up.ts'

describe('suspicion', () => {
  it('ends with anything received, which flushes what was queued, in order', async () => {
    const { timers, connection, server, page, recorder } = setUpOpen({}, { pong: null })
    await timers.advance(2_000)
    page.emit('visible')
    connection.send('a')
    connection.send('b')

    server.send({ news: 1 })

    expect(server.received).toEqual(['a', 'b'])
    expect(connection.send('c')).toBe('sent')
    expect(recorder.names('ping', 'sent', 'message')).toEqual([
      'ping',
      'sent',
      'sent',
      'message',
      'sent',
    ])
  })

  it('ends with a pong, which yields the latency', async () => {
    const { timers, connection, page, server } = setUp({}, { latency: 100 })
    server.accept()
    await timers.advance(3_000)

    page.emit('visible')
    expect(connection.send('a')).toBe('queued')
    await timers.advance(200)

    expect(connection.latency).toBe(200)
    expect(connection.queued).toBe(0)
  })

  it('is raised once a silence: one ping, however many wakes', async () => {
    const { timers, link, server, page } = setUpOpen()
    server.goSilent()
    await timers.advance(2_000)

    page.emit('visible')
    page.emit('resume')
    await timers.advance(1_000)
    page.emit('online')

    expect(link.sent).toEqual(['ping'])
  })

  it('is not extended by later wakes', async () => {
    const { timers, connection, server, page } = setUpOpen()
    server.goSilent()
    await timers.advance(2_000)
    page.emit('visible')
    await timers.advance(4_000)

    page.emit('visible')
    await timers.advance(1_000)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('is raised anew in the next silence', async () => {
    const { timers, link, page } = setUpOpen()
    await timers.advance(2_000)
    page.emit('visible')
    await timers.advance(2_000)

    page.emit('visible')

    expect(link.sent).toEqual(['ping', 'ping'])
  })

  it('gets one second more when its own deadline is late too', async () => {
    const { timers, connection, page, server } = setUpOpen()
    server.goSilent()
    await timers.advance(2_000)
    page.emit('visible')
    await timers.sleep(60_000)

    await timers.advance(999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('keeps a link that answers in that second', async () => {
    const { timers, connection, page, server } = setUpOpen({}, { pong: null })
    await timers.advance(2_000)
    page.emit('visible')
    await timers.sleep(60_000)
    await timers.advance(900)

    server.send({ news: 1 })
    await timers.advance(5_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
  })

  it('with message null runs the full window again, and sends nothing', async () => {
    const { timers, connection, link } = setUpOpen({ heartbeat: { message: null } })
    await timers.sleep(100_000)
    await timers.advance(0)

    await timers.advance(24_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
    expect(link.sent).toEqual([])
  })

  it('with message null raised by the page gives the full window too', async () => {
    const { timers, connection, page } = setUpOpen({ heartbeat: { message: null } })
    await timers.advance(20_000)
    page.emit('visible')

    await timers.advance(24_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('does not exist with heartbeat: false', async () => {
    const { timers, connection, page, link } = setUpOpen({ heartbeat: false })
    await timers.sleep(3_600_000)

    page.emit('visible')
    page.goOffline()

    expect(connection.send('hello')).toBe('sent')
    expect(link.sent).toEqual(['hello'])
  })

  it('is not raised by a listener of open that sends', () => {
    const { server, connection, link } = setUp()
    const results: string[] = []
    connection.on('open', () => results.push(connection.send('hello')))

    server.accept()

    expect(results).toEqual(['sent'])
    expect(link.sent).toEqual(['hello'])
  })

  it('is not raised by a heartbeat that is turned on after an hour', async () => {
    const { timers, connection } = setUpOpen({ heartbeat: false })
    await timers.advance(3_600_000)

    connection.configure({ heartbeat: {} })
    await timers.advance(0)

    expect(connection.send('hello')).toBe('sent')
  })
})

describe('suspicion raised by the page', () => {
  it.each(['online', 'visible', 'resume', 'pageshow', 'offline'] as const)(
    'on %s pings in the same task',
    async (signal) => {
      const { timers, link, page, server } = setUpOpen()
      server.goSilent()
      await timers.advance(1_000)

      page.emit(signal)

      expect(link.sent).toEqual(['ping'])
    },
  )

  it('is not raised by a wake when something came in the last second', async () => {
    const { timers, link, page, server } = setUpOpen()
    await timers.advance(5_000)
    server.send({ news: 1 })
    await timers.advance(999)

    page.emit('visible')

    expect(link.sent).toEqual([])
  })

  it('ends the link after 5 s of silence, and retries at once', async () => {
    const { timers, connection, page, server } = setUpOpen()
    server.goSilent()
    await timers.advance(2_000)
    page.emit('visible')

    await timers.advance(4_999)
    expect(connection.isOpen).toBe(true)
    await timers.advance(1)

    expect(connection.lastClose?.cause).toBe('heartbeat')
    expect(connection.retryAt).toBeNull()
    expect(server.connections).toHaveLength(2)
  })

  it('ends it after timeout where that is shorter', async () => {
    const { timers, connection, page, server } = setUpOpen({ heartbeat: { timeout: 3_000 } })
    server.goSilent()
    await timers.advance(2_000)
    page.emit('visible')

    await timers.advance(2_999)
    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    await timers.advance(1)

    expect(connection.isOpen).toBe(false)
  })

  it('also shortens the window of a ping that is out', async () => {
    const { timers, connection, page, link } = await setUpPinged()
    await timers.advance(1_000)

    page.emit('visible')
    await timers.advance(5_000)

    expect(link.sent).toEqual(['ping', 'ping'])
    expect(connection.lastClose?.cause).toBe('heartbeat')
  })

  it('is not raised while connecting', () => {
    const { link, page } = setUp()

    page.emit('visible')
    page.emit('offline')

    expect(link.sent).toEqual([])
  })
})
