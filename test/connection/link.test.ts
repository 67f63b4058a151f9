import { describe, expect, it, vi } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { WebSocket as Ws } from 'ws'
import { FIRST_DELAY, setUp, setUpOpen, setUpPinged, TIMEOUT } from './support/set-up.ts'

describe('the end of a link', () => {
  it('is one when error and close both fire', async () => {
    const { link, recorder, timers, server } = setUpOpen()

    link.emit('error')
    link.emit('close', { code: 1011, reason: 'oops', wasClean: false })
    await timers.advance(30_000)

    expect(recorder.of('close')).toMatchObject([{ code: 1011, reason: 'oops', cause: 'server' }])
    expect(server.connections).toHaveLength(2)
  })

  it('follows from an error that no close follows', async () => {
    const { link, recorder, timers, server, connection } = setUpOpen()

    link.emit('error')
    await timers.advance(0)
    const { status } = connection
    await timers.advance(30_000)

    expect(status).toBe('reconnecting')
    expect(recorder.of('close')).toMatchObject([{ code: 1006, wasClean: false, cause: 'network' }])
    expect(server.connections).toHaveLength(2)
  })

  it('is emitted once when close fires twice', async () => {
    const { link, recorder, timers, linkCount } = setUpOpen()

    link.emit('close')
    link.emit('close')
    await timers.advance(FIRST_DELAY - 1)

    expect(recorder.names('status', 'close')).toEqual(['status', 'close'])
    expect(linkCount).toBe(1)
  })

  it('follows from a constructor that throws, which is an end like any other', async () => {
    let calls = 0
    const { server, connection, recorder, timers } = setUp({ autoConnect: false })
    class Throwing {
      constructor(url: string) {
        if (++calls === 1) throw new Error('SecurityError')
        return new server.options.WebSocket(url)
      }
    }
    connection.configure({ WebSocket: Throwing as never })

    connection.connect()

    expect(connection.status).toBe('reconnecting')
    expect(recorder.of('close')).toMatchObject([{ code: 1006, cause: 'network' }])
    expect(connection.retryAt).toBe(timers.now() + FIRST_DELAY)
    server.accept()
    await timers.advance(FIRST_DELAY)
    expect(connection.status).toBe('open')
  })

  it('leaves no exception when a socket dies in its own close()', async () => {
    const { link, connection, timers } = await setUpPinged()
    link.socket.close = () => {
      throw new Error('already gone')
    }

    await timers.advance(TIMEOUT)

    expect(connection.status).toBe('reconnecting')
  })
})

describe('a link that has ended', () => {
  it.each([
    ['open', undefined],
    ['message', 'too late'],
    ['message', 'pong'],
    ['error', undefined],
    ['close', undefined],
  ] as const)('does not emit a late %s (%s)', async (type, data) => {
    const { link, recorder, timers, connection, server } = await setUpPinged()
    await timers.advance(TIMEOUT)
    expect(connection.status).toBe('reconnecting')
    const { retryAt } = connection
    recorder.clear()

    link.emit(type, { data, code: 1000 })
    await timers.advance(1)

    expect(recorder.entries).toEqual([])
    expect(connection.retryAt).toBe(retryAt)
    expect([connection.lastMessage, connection.latency]).toEqual([null, null])
    expect(server.connections).toHaveLength(1)
  })

  it('neither opens nor shakes hands at an open after its attempt timed out', async () => {
    const handshake = vi.fn()
    const { link, timers, connection } = setUp({ connectTimeout: 3_000, handshake })
    await timers.advance(3_000)

    link.readyState = 1
    link.emit('open')

    expect(connection.status).toBe('reconnecting')
    expect(connection.openedAt).toBeNull()
    expect(handshake).not.toHaveBeenCalled()
  })

  it('is detached before its end is announced', () => {
    const { link, recorder, connection } = setUpOpen()
    connection.on('status', () => {
      link.emit('message', { data: '"from the grave"' })
      link.emit('close')
    })

    link.emit('close')

    expect(recorder.names('message', 'close')).toEqual(['close'])
  })

  it('answers no ping of the server any more', async () => {
    const { link, timers } = await setUpPinged({ heartbeat: { reply: () => 'answer' } })
    await timers.advance(TIMEOUT)
    link.readyState = 1

    link.emit('message', { data: 'question' })

    expect(link.sent).toEqual(['ping'])
  })

  it.each(['heartbeat', 'connect-timeout', 'reconnect'])(
    'is closed natively after %s',
    async (end) => {
      const { link, timers, connection, server } = setUp({}, { pong: null })
      if (end === 'heartbeat') server.accept()

      if (end === 'reconnect') connection.reconnect()
      else await timers.advance(23_500)

      expect(link.closeCode).not.toBeNull()
      expect(link.readyState).toBeGreaterThanOrEqual(2)
    },
  )

  it('keeps an error handler, because `ws` ends the process without one', async () => {
    const connection = new Connection({ url: 'ws://127.0.0.1:9', WebSocket: Ws as never })

    connection.close()
    // `ws` raises its error in the next tick; without a handler it would fail the run.
    await new Promise((resolve) => process.nextTick(resolve))

    expect(connection.status).toBe('closed')
  })
})

describe('the native readyState', () => {
  it.each([2, 3])('%d at send() is the end, and the message is queued', (readyState) => {
    const { link, connection, recorder } = setUpOpen()
    link.readyState = readyState

    const result = connection.send('hello')

    expect(result).toBe('queued')
    expect(connection.status).toBe('reconnecting')
    expect(connection.queued).toBe(1)
    expect(recorder.of('close')).toMatchObject([{ code: 1006, wasClean: false, cause: 'network' }])
  })

  it('is looked at by the heartbeat', async () => {
    const { link, connection, timers } = setUpOpen()
    link.readyState = 2

    await timers.advance(15_000)

    expect(connection.lastClose).toMatchObject({ code: 1006, cause: 'network' })
    expect(link.sent).toEqual([])
  })

  it('is looked at by a wake, which then attempts', async () => {
    const { link, connection, timers, page, server } = setUpOpen()
    await timers.advance(5_000)
    link.readyState = 3

    page.emit('visible')

    expect(connection.lastClose).toMatchObject({ cause: 'network' })
    expect(connection.status).toBe('reconnecting')
    expect(server.connections).toHaveLength(2)
  })
})

describe('the native close event', () => {
  it('is not waited for after a death', async () => {
    const { timers, server, connection } = setUpOpen()
    server.goSilent()
    await timers.advance(23_500)

    expect(connection.status).toBe('reconnecting')
    await timers.advance(FIRST_DELAY)
    expect(server.connections).toHaveLength(2)
  })
})
