import { afterEach, describe, expect, it, vi } from 'vitest'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import { EVER, setUp, setUpOpen, setUpWaiting, TIMEOUT } from './support/set-up.ts'

const make = (options: object): ReconnectingWebSocket =>
  new ReconnectingWebSocket('wss://host.test', null, { automaticOpen: false, ...options })

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the defaults', () => {
  it('are those of the original', () => {
    const { socket } = setUp()

    expect(socket.debug).toBe(false)
    expect(socket.reconnectInterval).toBe(1_000)
    expect(socket.maxReconnectInterval).toBe(30_000)
    expect(socket.reconnectDecay).toBe(1.5)
    expect(socket.timeoutInterval).toBe(2_000)
    expect(socket.maxReconnectAttempts).toBeNull()
    expect(socket.binaryType).toBe('blob')
  })

  it('hold for what is undefined', () => {
    const socket = make({ reconnectInterval: undefined, maxReconnectAttempts: undefined })

    expect(socket.reconnectInterval).toBe(1_000)
    expect(socket.maxReconnectAttempts).toBeNull()
  })

  it.each([null, undefined])('hold where the options are %s', (options) => {
    vi.useFakeTimers()
    const { server } = setUp({ automaticOpen: false })
    vi.stubGlobal('WebSocket', server.options.WebSocket)

    const socket = new ReconnectingWebSocket('wss://host.test', null, options)
    socket.close()
    vi.runAllTimers()

    expect(server.connections).toHaveLength(1)
    expect(socket.reconnectInterval).toBe(1_000)
    expect(socket.readyState).toBe(socket.CLOSED)
  })
})

describe('automaticOpen', () => {
  it('false attempts nothing before open()', async () => {
    const { socket, timers, server, recorder } = setUp({ automaticOpen: false })
    server.accept()
    await timers.advance(EVER)
    expect(server.connections).toHaveLength(0)
    expect(socket.readyState).toBe(socket.CONNECTING)

    socket.open()
    await timers.advance(0)

    expect(server.connections).toHaveLength(1)
    expect(recorder.types).toEqual(['connecting', 'open'])
  })
})

describe('timeoutInterval', () => {
  it('ends an opening that no one answers, and retries', async () => {
    const { timers, recorder, socket, link } = setUp()

    await timers.advance(TIMEOUT - 1)
    expect(recorder.story).toEqual([])
    await timers.advance(1)

    expect(recorder.story).toEqual(['error', 'connecting 1006', 'close 1006'])
    expect(link.closeCode).not.toBeNull()
    expect(socket.readyState).toBe(socket.CONNECTING)
  })

  it('is what the option says', async () => {
    const { timers, recorder } = setUp({ timeoutInterval: 50 })

    await timers.advance(50)

    expect(recorder.types).toContain('close')
  })
})

describe('heartbeat', () => {
  it('is off by default: nothing is sent by itself', async () => {
    const { timers, link } = setUpOpen()

    await timers.advance(EVER)

    expect(link.sent).toEqual([])
    expect(timers.pending).toBe(0)
  })
})

describe('random', () => {
  it('plays no part: the delays are exact', async () => {
    for (const random of [() => 0, () => 1 - 2 ** -32]) {
      const kit = setUpWaiting({ random })

      await kit.timers.advance(999)
      expect(kit.linkCount).toBe(1)
      await kit.timers.advance(1)

      expect(kit.linkCount).toBe(2)
    }
  })
})

describe('a wrong value', () => {
  it.each([
    { debug: 1 },
    { automaticOpen: 'yes' },
    { reconnectInterval: -1 },
    { reconnectInterval: '1000' },
    { reconnectInterval: Infinity },
    { maxReconnectInterval: NaN },
    { reconnectDecay: 0.5 },
    { timeoutInterval: 0 },
    { maxReconnectAttempts: -1 },
    { maxReconnectAttempts: 1.5 },
    { binaryType: 'nodebuffer' },
    { heartbeat: true },
    { timer: {} },
    { WebSocket: 'ws' },
    { page: {} },
    { random: 4 },
  ])('%j is a TypeError that names the option', (options) => {
    const [name] = Object.keys(options)

    expect(() => make(options)).toThrow(TypeError)
    expect(() => make(options)).toThrow(
      expect.objectContaining({
        code: 'HEARTBEAT_SOCKET_C0001',
        message: expect.stringContaining(`Option "${name}" is `),
      }),
    )
  })

  it('within the heartbeat is named with its path', () => {
    expect(() => make({ heartbeat: { interval: -1 } })).toThrow('Option "heartbeat.interval" is -1')
  })

  it('says what a limit may be', () => {
    expect(() => make({ maxReconnectAttempts: -1 })).toThrow('or null for no limit')
  })

  it('connects nothing', () => {
    const { server } = setUp({ automaticOpen: false })
    const { WebSocket } = server.options

    expect(() => make({ automaticOpen: true, WebSocket, reconnectDecay: 0 })).toThrow(
      'Option "reconnectDecay" is 0',
    )
    expect(server.connections).toHaveLength(0)
  })
})

describe('an unknown option', () => {
  it.each([
    { given: { reconnectIntervall: 1 }, nearest: 'reconnectInterval' },
    { given: { maxReconnectAttempt: 1 }, nearest: 'maxReconnectAttempts' },
    { given: { timeOutInterval: 1 }, nearest: 'timeoutInterval' },
    { given: { heartBeat: false }, nearest: 'heartbeat' },
  ])('$given is a TypeError that names $nearest', ({ given, nearest }) => {
    expect(() => make(given)).toThrow(TypeError)
    expect(() => make(given)).toThrow(
      expect.objectContaining({
        code: 'HEARTBEAT_SOCKET_C0002',
        message: expect.stringContaining(`Did you mean "${nearest}"?`),
      }),
    )
  })

  it.each(['url', 'outbox', 'codec', 'reconnect', 'handshake', 'connectTimeout', 'autoConnect'])(
    '%s of a Connection is one here',
    (name) => {
      expect(() => make({ [name]: false })).toThrow(`There is no option "${name}".`)
    },
  )

  it('never names an option that a Connection alone has', () => {
    expect(() => make({ maxRetries: 3 })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('Did you mean') }),
    )
  })
})

describe('limits', () => {
  it('may be endless', () => {
    expect(make({ maxReconnectAttempts: Infinity }).maxReconnectAttempts).toBe(Infinity)
  })
})
