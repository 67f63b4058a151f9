import { describe, expect, it } from 'vitest'
import { FIRST_DELAY, LONG_DELAY, setUp, setUpOpen } from './support/set-up.ts'

describe('a wake while waiting', () => {
  it.each(['online', 'visible', 'resume', 'pageshow'] as const)(
    'on %s attempts now',
    async (signal) => {
      const { server, page, timers } = setUpOpen()
      await timers.advance(5_000)
      server.drop()

      page.emit(signal)

      expect(server.connections).toHaveLength(2)
    },
  )

  it('connects once, however many signals come', async () => {
    const { server, page, timers } = setUpOpen()
    await timers.advance(5_000)
    server.drop()
    server.goSilent()

    page.emit('resume')
    page.emit('pageshow')
    page.emit('visible')
    page.emit('online')
    await timers.advance(5_000)

    expect(server.connections).toHaveLength(2)
  })

  it('does not attempt within minDelay of the start of the last attempt', async () => {
    const { server, page, timers, connection } = setUp()
    await timers.advance(500)
    server.refuse()
    server.goSilent()

    page.emit('visible')
    expect(server.connections).toHaveLength(1)
    expect(connection.retryAt).toBe(timers.now() + 1_500)
    await timers.advance(1_499)
    expect(server.connections).toHaveLength(1)
    await timers.advance(1)

    expect(server.connections).toHaveLength(2)
  })

  it('never puts off an attempt that comes sooner', async () => {
    const { server, page, timers, connection } = setUp({ reconnect: { delay: () => 300 } })
    server.refuse()
    const { retryAt } = connection

    page.emit('visible')

    expect(connection.retryAt).toBe(retryAt)
    expect(timers.pending).toBe(1)
  })

  it('reads the page live: a signal online is no proof', () => {
    const { server, page, connection } = setUpOpen()
    page.online = false
    server.drop()
    expect(connection.suspendedBy).toBe('offline')

    page.emit('online')

    expect(connection.status).toBe('suspended')
    expect(server.connections).toHaveLength(1)
  })
})

describe('offline', () => {
  it('keeps a live link', async () => {
    const { page, connection, timers } = setUpOpen()

    page.goOffline()
    await timers.advance(60_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
  })

  it('suspends instead of waiting, with a retryAt from the maxDelay range', () => {
    const { page, connection, server, timers, recorder } = setUpOpen()
    page.online = false

    server.drop()

    expect(connection.status).toBe('suspended')
    expect(connection.suspendedBy).toBe('offline')
    expect(connection.retryAt).toBe(timers.now() + LONG_DELAY)
    expect(recorder.of('status')).toMatchObject([{ status: 'suspended', retryIn: LONG_DELAY }])
  })

  it('suspends a wait under way', () => {
    const { page, connection, server, timers } = setUpOpen()
    server.drop()

    page.goOffline()

    expect(connection.status).toBe('suspended')
    expect(connection.retryAt).toBe(timers.now() + LONG_DELAY)
  })

  it('connects at retryAt all the same, because the signal lies at times', async () => {
    const { page, connection, server, timers } = setUpOpen()
    page.online = false
    server.drop()

    await timers.advance(LONG_DELAY - 1)
    expect(server.connections).toHaveLength(1)
    await timers.advance(1)

    expect(connection.isOpen).toBe(true)
    expect(connection.suspendedBy).toBeNull()
  })

  it('ends with online, which attempts', async () => {
    const { page, connection, server, timers } = setUpOpen()
    await timers.advance(5_000)
    page.online = false
    server.drop()

    page.goOnline()
    await timers.advance(0)

    expect(connection.isOpen).toBe(true)
    expect(connection.suspendedBy).toBeNull()
  })

  it('is noticed when the wait ends, without a signal', async () => {
    const { page, connection, server, timers } = setUpOpen()
    server.drop()
    page.online = false

    await timers.advance(FIRST_DELAY)

    expect(connection.status).toBe('suspended')
    expect(server.connections).toHaveLength(1)
  })

  it('suspends after a suspicion that the page raised, rather than retry at once', async () => {
    const { page, connection, server, timers } = setUpOpen()
    server.goSilent()
    await timers.advance(2_000)

    page.goOffline()
    await timers.advance(5_000)

    expect(connection.status).toBe('suspended')
    expect(server.connections).toHaveLength(1)
  })

  it('does not keep the first attempt waiting', () => {
    const { page, connection, server } = setUp({ autoConnect: false })
    page.online = false
    page.visible = false

    connection.connect()

    expect(server.connections).toHaveLength(1)
  })
})

describe('hidden', () => {
  it('keeps a live link, which goes on with its heartbeat', async () => {
    const { page, connection, server, timers } = setUpOpen()

    page.hide()
    await timers.advance(60_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
    expect(server.pings.length).toBeGreaterThan(3)
  })

  it('connects like a visible page, but each delay is from the maxDelay range', () => {
    const { page, connection, server, timers } = setUpOpen()
    page.hide()

    server.drop()

    expect(connection.status).toBe('reconnecting')
    expect(connection.retryAt).toBe(timers.now() + LONG_DELAY)
  })

  it('suspends with whenHidden: false', async () => {
    const { page, connection, server, timers } = setUpOpen({ reconnect: { whenHidden: false } })
    page.hide()

    server.drop()
    await timers.advance(600_000)

    expect(connection.status).toBe('suspended')
    expect(connection.suspendedBy).toBe('hidden')
    expect(server.connections).toHaveLength(1)
  })

  it('suspends a wait under way with whenHidden: false', async () => {
    const { page, connection, server, timers } = setUpOpen({ reconnect: { whenHidden: false } })
    server.drop()

    page.hide()
    await timers.advance(600_000)

    expect(connection.suspendedBy).toBe('hidden')
    expect(server.connections).toHaveLength(1)
  })

  it('with whenHidden: false keeps a live link', async () => {
    const { page, connection, timers } = setUpOpen({ reconnect: { whenHidden: false } })

    page.hide()
    await timers.advance(60_000)

    expect(connection.isOpen).toBe(true)
    expect(connection.lastClose).toBeNull()
  })

  it('with whenHidden: false ends when the page is shown, which attempts', async () => {
    const { page, connection, server, timers } = setUpOpen({ reconnect: { whenHidden: false } })
    page.hide()
    server.drop()
    await timers.advance(10_000)

    page.show()
    await timers.advance(0)

    expect(connection.isOpen).toBe(true)
  })

  it('with whenHidden: false keeps a page from connecting that is offline too', async () => {
    const { page, server, timers } = setUpOpen({ reconnect: { whenHidden: false } })
    page.hide()
    page.goOffline()

    server.drop()
    await timers.advance(300_000)

    expect(server.connections).toHaveLength(1)
  })
})
