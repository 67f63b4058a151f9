import { describe, expect, it, vi } from 'vitest'
import { FIRST_DELAY, microtasks, setUp, setUpOpen } from './support/set-up.ts'

describe('a new link', () => {
  it('has the binaryType, after a loss too', async () => {
    const { link, server, timers } = setUpOpen({ binaryType: 'arraybuffer' })

    server.drop()
    await timers.advance(FIRST_DELAY)

    expect(link.socket.binaryType).toBe('arraybuffer')
    expect(server.connections[1]!.socket.binaryType).toBe('arraybuffer')
  })

  it('ends at connectTimeout when no one answers', async () => {
    const { timers, connection } = setUp()

    await timers.advance(9_999)
    expect(connection.status).toBe('connecting')
    await timers.advance(1)

    expect(connection.status).toBe('reconnecting')
    expect(connection.lastClose).toEqual({
      code: 1006,
      reason: '',
      wasClean: false,
      cause: 'connect-timeout',
      opened: false,
    })
  })

  it('is attempted in the same task as the connection is made', () => {
    const { linkCount, connection } = setUp()

    expect(linkCount).toBe(1)
    expect(connection.status).toBe('connecting')
  })

  it('is no longer subject to connectTimeout once it is open', async () => {
    const { timers, connection } = setUpOpen({ connectTimeout: 1_000 })

    await timers.advance(2_000)

    expect(connection.isOpen).toBe(true)
  })
})

describe('an opening', () => {
  it('flushes the outbox before it calls its listeners', () => {
    const { server, connection } = setUp()
    const received: unknown[] = []
    connection.on('status', () => received.push(...server.received))
    connection.send('queued')

    server.accept()

    expect(received).toEqual(['queued'])
  })

  it('puts what a listener sends behind the outbox', () => {
    const { server, connection } = setUp()
    connection.on('status', ({ status }) => status === 'open' && connection.send('from status'))
    connection.on('open', () => connection.send('from open'))
    connection.send('queued')

    server.accept()

    expect(server.received).toEqual(['queued', 'from status', 'from open'])
  })

  it('begins with status, open and then what was flushed', () => {
    const { server, connection, recorder } = setUp()
    connection.send('queued')

    server.accept()

    expect(recorder.names()).toEqual(['status', 'open', 'sent'])
  })

  it('starts no heartbeat when a listener closes', async () => {
    const { server, connection, timers } = setUp()
    connection.on('open', () => connection.close())

    server.accept()
    await microtasks()

    expect(timers.pending).toBe(0)
  })

  it('emits whether it is the first', async () => {
    const { server, recorder, timers } = setUp()

    server.accept()
    server.drop()
    await timers.advance(FIRST_DELAY)

    expect(recorder.of('open')).toEqual([
      { reconnected: false, recovered: null },
      { reconnected: true, recovered: false },
    ])
  })

  it('is where the silence begins, though a ping goes out with what waited', async () => {
    const { connection, server, page } = setUp({ outbox: { maxMessages: 2 } })
    connection.send('half of the bounds')
    server.accept()
    expect(server.pings).toHaveLength(1)

    page.emit('visible')

    expect(connection.suspectedAt).toBe(null)
  })

  it('is one when open fires again later', () => {
    const { link, recorder } = setUpOpen()

    link.emit('open')

    expect(recorder.entries).toEqual([])
  })

  it.each([
    ['without a handshake', undefined],
    ['with a handshake', (): Promise<void> => Promise.resolve()],
  ])('is one with a WebSocket that fires open twice, %s', async (_, handshake) => {
    const shaking = vi.fn(handshake)
    const { connection, server, recorder } = setUp({
      autoConnect: false,
      handshake: handshake && shaking,
    })
    class Twice extends server.options.WebSocket {
      override dispatchEvent(event: Event): boolean {
        if (event.type === 'open') super.dispatchEvent(new Event('open'))
        return super.dispatchEvent(event)
      }
    }
    connection.configure({ WebSocket: Twice })
    connection.connect()

    server.accept()
    await microtasks()

    expect(recorder.names('open')).toEqual(['open'])
    expect(recorder.changes).toEqual(['idle > connecting', 'connecting > open'])
    expect(shaking).toHaveBeenCalledTimes(handshake ? 1 : 0)
  })
})
