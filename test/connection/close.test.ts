import { describe, expect, it } from 'vitest'
import { setUp, setUpOpen, type Kit } from './support/set-up.ts'

const states: [string, () => Kit | Promise<Kit>][] = [
  ['idle', () => setUp({ autoConnect: false })],
  ['connecting', () => setUp()],
  ['asking for the url', () => setUp({ url: () => new Promise<string>(() => {}) })],
  ['shaking hands', () => setUpOpen({ handshake: () => new Promise<void>(() => {}) })],
  ['open', () => setUpOpen()],
  [
    'suspected',
    async () => {
      const kit = setUpOpen({}, { pong: null })
      await kit.timers.advance(2_000)
      kit.page.emit('visible')
      return kit
    },
  ],
  [
    'waiting',
    () => {
      const kit = setUp()
      kit.server.refuse()
      return kit
    },
  ],
  [
    'suspended',
    () => {
      const kit = setUpOpen()
      kit.page.online = false
      kit.server.drop()
      return kit
    },
  ],
  [
    'frozen',
    () => {
      const kit = setUpOpen()
      kit.page.emit('pagehide')
      return kit
    },
  ],
  [
    'failed',
    () => {
      const kit = setUp({ reconnect: false })
      kit.server.refuse()
      return kit
    },
  ],
]

describe.each(states)('close() when %s', (_, make) => {
  it('leaves no timer, listener or socket', async () => {
    const { connection, timers, page, server } = await make()

    connection.close()

    expect(connection.status).toBe('closed')
    expect([timers.pending, page.listeners]).toEqual([0, 0])
    expect(server.connections.every(({ readyState }) => readyState >= 2)).toBe(true)
    expect([connection.retryAt, connection.suspendedBy, connection.openedAt]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('wins over whatever may come', async () => {
    const { connection, timers, page, server, recorder } = await make()
    connection.close()
    recorder.clear()
    const { length } = server.connections

    server.accept()
    for (const signal of ['online', 'visible', 'resume', 'pageshow', 'offline'] as const) {
      page.emit(signal)
    }
    for (const link of server.connections) {
      for (const type of ['open', 'message', 'error', 'close'] as const) link.emit(type)
    }
    await timers.advance(600_000)

    expect(connection.status).toBe('closed')
    expect(server.connections).toHaveLength(length)
    expect(recorder.entries).toEqual([])
  })

  it('can be followed by connect()', async () => {
    const { connection, recorder } = await make()
    connection.close()
    recorder.clear()

    connection.connect()

    expect(connection.status).toBe('connecting')
    expect(connection.attempts).toBe(1)
  })
})

describe('close()', () => {
  it('without a code sends none', () => {
    const { connection, link } = setUpOpen()

    connection.close()

    expect(link.closeCode).toBe(1005)
    expect(connection.lastClose).toMatchObject({ code: 1005, reason: '' })
  })

  it('called twice emits status, then close, once', () => {
    const { connection, recorder } = setUpOpen()

    connection.close()
    connection.close()

    expect(recorder.names()).toEqual(['status', 'close'])
    expect(recorder.changes).toEqual(['open > closed'])
  })

  it('emits no close where no link or attempt was', () => {
    const { connection, recorder } = setUp({ autoConnect: false })

    connection.close()

    expect(recorder.names()).toEqual(['status'])
    expect(connection.lastClose).toBeNull()
  })

  it.each([
    [999, ''],
    [1001, ''],
    [1005, ''],
    [1006, ''],
    [2999, ''],
    [5000, ''],
    [3000.5, ''],
    [Number.NaN, ''],
    ['1000' as never, ''],
    [1000, 'x'.repeat(124)],
    [1000, 'ä'.repeat(62)],
    [1000, 7 as never],
  ])('with the code %s and such a reason throws, and closes nothing', (code, reason) => {
    const { connection } = setUpOpen()

    expect(() => connection.close(code, reason)).toThrow(TypeError)
    expect(() => connection.close(code, reason)).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_R0008' }),
    )

    expect(connection.isOpen).toBe(true)
  })

  it('that is refused says what it was called with', () => {
    const { connection } = setUpOpen()

    expect(() => connection.close(999)).toThrow('close() was called with 999 and ""')
  })

  it.each([
    [1000, 'x'.repeat(123)],
    [3000, ''],
    [4999, 'ä'.repeat(61)],
  ])('takes the code %d', (code, reason) => {
    const { connection, link } = setUpOpen()

    connection.close(code, reason)

    expect([link.closeCode, link.closeReason]).toEqual([code, reason])
  })
})

describe('dispose()', () => {
  it('emits the end, then forgets all listeners', () => {
    const { connection, recorder } = setUpOpen()

    connection.dispose()
    connection.send('hello')

    expect(recorder.names()).toEqual(['status', 'close'])
  })

  it.each(['connect', 'reconnect'] as const)('makes %s() do nothing', (method) => {
    const { connection, server, timers } = setUpOpen()
    connection.dispose()

    connection[method]()

    expect(connection.status).toBe('closed')
    expect(server.connections).toHaveLength(1)
    expect(timers.pending).toBe(0)
  })

  it('may be called twice, and after close()', () => {
    const { connection } = setUpOpen()
    connection.close()

    connection.dispose()
    connection.dispose()

    expect(connection.status).toBe('closed')
  })

  it('is final though a listener of close connects', async () => {
    const { connection, server, timers, page } = setUpOpen()
    connection.on('close', () => connection.connect())

    connection.dispose()
    await timers.advance(0)

    expect(connection.status).toBe('closed')
    expect(server.connections).toHaveLength(1)
    expect([timers.pending, page.listeners]).toEqual([0, 0])
  })

  it('emits first what was dropped inside of a listener of drop', () => {
    const { connection, recorder } = setUp({ outbox: { maxMessages: 2 } })
    connection.on('drop', () => connection.reset())
    for (const message of ['a', 'b', 'c']) connection.send(message)

    connection.dispose()

    expect(recorder.of('drop').map(({ data }) => data)).toEqual(['a', 'b', 'c'])
  })
})
