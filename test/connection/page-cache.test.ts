import { describe, expect, it } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { FakePage } from './support/fake-page.ts'
import { FIRST_DELAY, setUp, setUpOpen } from './support/set-up.ts'

describe('pagehide', () => {
  it('closes the socket in the handler', () => {
    const { page, connection, link, recorder } = setUpOpen()

    page.emit('pagehide')

    expect(link.closeCode).not.toBeNull()
    expect(connection.status).toBe('suspended')
    expect(connection.suspendedBy).toBe('frozen')
    expect(recorder.of('close')).toMatchObject([{ cause: 'page' }])
  })

  it('closes a socket that is connecting, too', () => {
    const { page, connection, link } = setUp()

    page.emit('pagehide')

    expect(link.closeCode).not.toBeNull()
    expect(connection.suspendedBy).toBe('frozen')
  })

  it('leaves no timer, so that nothing attempts in the cache', async () => {
    const { page, server, timers } = setUpOpen()

    page.emit('pagehide')
    await timers.advance(600_000)

    expect(timers.pending).toBe(0)
    expect(server.connections).toHaveLength(1)
  })

  it.each(['visible', 'resume', 'pageshow'] as const)(
    'ends with %s, which reconnects',
    async (signal) => {
      const { page, connection, server, timers } = setUpOpen()
      page.emit('pagehide')
      await timers.sleep(60_000)

      page.emit(signal)
      await timers.advance(0)

      expect(server.connections).toHaveLength(2)
      expect(connection.isOpen).toBe(true)
    },
  )

  it('ends with the first of them: one attempt', async () => {
    const { page, server, timers } = setUpOpen()
    page.emit('pagehide')
    await timers.sleep(60_000)

    page.emit('resume')
    page.emit('pageshow')
    page.emit('visible')
    await timers.advance(0)

    expect(server.connections).toHaveLength(2)
  })

  it('keeps what is queued', async () => {
    const { page, connection, server, timers } = setUpOpen()
    page.emit('pagehide')
    connection.send('hello')
    await timers.sleep(30_000)

    page.emit('pageshow')
    await timers.advance(0)

    expect(server.received).toEqual(['hello'])
  })
})

describe('freeze', () => {
  it('suspends a wait', () => {
    const { page, connection, server } = setUpOpen()
    server.drop()

    page.emit('freeze')

    expect(connection.status).toBe('suspended')
    expect(connection.suspendedBy).toBe('frozen')
  })

  it('keeps a live link', () => {
    const { page, connection } = setUpOpen()

    page.emit('freeze')

    expect(connection.isOpen).toBe(true)
  })

  it('ends with resume, which attempts', async () => {
    const { page, connection, server, timers } = setUpOpen()
    await timers.advance(5_000)
    server.drop()
    page.emit('freeze')

    page.emit('resume')
    await timers.advance(0)

    expect(connection.isOpen).toBe(true)
  })
})

describe('the page option', () => {
  it('false means always online and visible', async () => {
    const { connection, server, timers } = setUpOpen({ page: false })
    server.drop()

    await timers.advance(FIRST_DELAY)

    expect(connection.isOpen).toBe(true)
  })

  it('is listened to only while the connection works', () => {
    const { page, connection } = setUp({ autoConnect: false })
    expect(page.listeners).toBe(0)

    connection.connect()
    expect(page.listeners).toBe(1)
    connection.close()

    expect(page.listeners).toBe(0)
  })

  it('is subscribed to once, however many attempts there are', async () => {
    const { page, server, timers } = setUp()
    server.refuse()

    await timers.advance(60_000)

    expect(page.listeners).toBe(1)
  })

  it('is left alone once failed', () => {
    const { page, server } = setUpOpen({ reconnect: false })

    server.drop()

    expect(page.listeners).toBe(0)
  })

  it('may still call a listener that `configure({ page: false })` in an earlier one removed', () => {
    const page = new FakePage()
    page.subscribe(() => connection.configure({ page: false }))
    const { connection, server } = setUp({ page })
    server.accept()

    page.emit('pagehide')

    expect(connection.isOpen).toBe(true)
  })

  it('suspends nothing once a function asked about the end has done away with it', async () => {
    const { page, connection, timers } = setUpOpen({
      reconnect: {
        delay() {
          connection.configure({ page: false })
          return 1_000
        },
      },
    })

    page.emit('pagehide')
    await timers.advance(1_000)

    expect(connection.isOpen).toBe(true)
  })

  it('may still call a listener that an earlier one has removed', () => {
    const { page, connection, server } = setUpOpen()
    const other = new Connection({ ...server.options, page })
    connection.on('status', () => other.close())

    page.emit('pagehide')

    expect(other.status).toBe('closed')
  })
})

describe('a connection that may not retry', () => {
  it.each([{ maxAttempts: 0 }, false as const])(
    'is over when the page goes into the cache (%o)',
    async (reconnect) => {
      const { page, connection, server, timers } = setUpOpen({ reconnect })

      page.emit('pagehide')
      page.emit('pageshow')
      await timers.advance(60_000)

      expect(connection.status).toBe('failed')
      expect(connection.lastClose).toMatchObject({ cause: 'page' })
      expect(server.connections).toHaveLength(1)
    },
  )
})
