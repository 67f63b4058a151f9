import { afterEach, describe, expect, it, vi } from 'vitest'
import { Connection } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { setUp } from './support/set-up.ts'

const url = 'wss://a.test/'
const { WebSocket } = createFakeServer({ timers: createFakeTimers() }).options

function errorOf(options: unknown): { code?: string; message: string } {
  try {
    new Connection(options as never)
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    return error as Error
  }
  throw new Error('nothing was thrown')
}

afterEach(() => {
  vi.unstubAllGlobals()
})

const times = [-1, Number.NaN, Infinity, -Infinity, '5000', null, {}, true]
const flags = ['yes', 0, null, {}]
const functions = [true, 'now', {}, null, 7]
const bounds = [-1, Number.NaN, '5', null, {}]

const wrong: Record<string, readonly unknown[]> = {
  autoConnect: flags,
  debug: flags,
  connectTimeout: [...times, 0],
  binaryType: ['buffer', 'ArrayBuffer', null, 7, ''],
  handshake: functions,
  protocols: ['two words', '', ['a', 'a'], ['a', 7], 7, null, {}, true],
  codec: ['JSON', 'toString', '', 7, null, {}, { encode: () => '' }, { encode: 1, decode: 2 }],
  schema: [
    7,
    null,
    {},
    'zod',
    () => true,
    { '~standard': { version: 1 } },
    { '~standard': { version: 2, validate: () => ({}) } },
  ],
  timer: [7, null, {}, 'system', { now: () => 0 }],
  page: [true, 7, null, {}, 'window'],
  WebSocket: ['ws', {}, null, 7],
  random: [0.5, null, {}, 'random'],
  heartbeat: [true, 7, null, 'ping', 0],
  reconnect: [true, 7, null, 'yes'],
  outbox: [true, 7, null],
  'heartbeat.interval': [...times, 0],
  'heartbeat.timeout': [...times, 0],
  'heartbeat.message': [7, true],
  'heartbeat.pong': [7, {}, true, null],
  'heartbeat.idleOnly': flags,
  'heartbeat.reply': functions,
  'reconnect.spread': times,
  'reconnect.minDelay': times,
  'reconnect.maxDelay': times,
  'reconnect.stableAfter': times,
  'reconnect.factor': [...times, 0, 0.5],
  'reconnect.maxAttempts': [-1, 1.5, Number.NaN, '3', null],
  'reconnect.whenHidden': flags,
  'reconnect.delay': [2_000, null, 'fixed', {}],
  'reconnect.shouldReconnect': functions,
  'outbox.maxMessages': [...bounds, 1.5],
  'outbox.maxBytes': bounds,
  'outbox.maxAge': bounds,
  'outbox.overflow': ['drop', '', null, 7],
}

const cases = Object.entries(wrong).flatMap(([option, values]) =>
  values.map((value) => [option, value] as const),
)

function withOption(option: string, value: unknown): object {
  const [group, name] = option.split('.') as [string, string?]
  return { url, autoConnect: false, [group]: name === undefined ? value : { [name]: value } }
}

describe('a wrong option', () => {
  it.each(cases)('%s: %j is a TypeError that names it', (option, value) => {
    const { code, message } = errorOf(withOption(option, value))

    expect(code).toBe('HEARTBEAT_SOCKET_C0001')
    expect(message).toContain(`"${option}"`)
  })

  it('names the value and the remedy', () => {
    const { message } = errorOf({ url, heartbeat: { timeout: -5 } })

    expect(message).toContain('-5')
    expect(message).toMatch(/more than 0/)
  })
})

describe('every option', () => {
  it.each(Object.keys(wrong))('%s may be undefined', (option) => {
    vi.stubGlobal('WebSocket', WebSocket)

    const connection = new Connection(withOption(option, undefined) as never)

    expect(['idle', 'connecting']).toContain(connection.status)
    connection.close()
  })
})

describe('an unknown option', () => {
  it.each([
    [{ hearbeat: {} }, 'hearbeat', 'heartbeat'],
    [{ autoconnect: true }, 'autoconnect', 'autoConnect'],
    [{ heartbeat: { intervall: 5 } }, 'heartbeat.intervall', 'heartbeat.interval'],
    [{ reconnect: { maxattempts: 5 } }, 'reconnect.maxattempts', 'reconnect.maxAttempts'],
    [{ outbox: { maxSize: 5 } }, 'outbox.maxSize', 'outbox.max'],
  ])('%j names the nearest right one', (options, name, nearest) => {
    const { code, message } = errorOf({ url, ...options })

    expect(code).toBe('HEARTBEAT_SOCKET_C0002')
    expect(message).toContain(`"${name}"`)
    expect(message).toContain(`"${nearest}`)
  })

  it.each([
    ['pongTimeout', 'heartbeat.timeout'],
    ['heartbeat.responseMessage', 'heartbeat.pong'],
    ['reconnect.minUptime', 'reconnect.stableAfter'],
    ['autoReconnect', 'reconnect'],
    ['interval', 'heartbeat.interval'],
    ['maxAttempts', 'reconnect.maxAttempts'],
  ])('%s, as others call it or at another place, leads to %s', (option, here) => {
    const { message } = errorOf(withOption(option, 1))

    expect(message).toContain(`Did you mean "${here}"?`)
  })

  it('is one that only a store knows', () => {
    expect(errorOf({ url, log: false })).toMatchObject({
      code: 'HEARTBEAT_SOCKET_C0002',
      message: expect.stringContaining('"log"'),
    })
  })

  it('that resembles none gets no hint', () => {
    const { message } = errorOf({ url, onMessage: () => {} })

    expect(message).not.toContain('Did you mean')
  })

  it.each(['constructor', 'toString', '__proto__x'])('%s is unknown as well', (key) => {
    expect(errorOf({ url, [key]: 1 }).code).toBe('HEARTBEAT_SOCKET_C0002')
  })
})

describe('a wrong url', () => {
  it.each([undefined, null, {}, 7, 'wss://a.test/'])('options %j lack one', (options) => {
    const { code, message } = errorOf(options)

    expect(code).toBe('HEARTBEAT_SOCKET_C0001')
    expect(message).toContain('"url"')
  })

  it.each([
    '',
    'nonsense',
    '/relative',
    'ftp://a.test/',
    'file:///etc',
    'wss://',
    'wss://a.test/#part',
    'javascript:alert(1)',
    7,
    {},
    true,
    ['wss://a.test/'],
    new URL('ftp://a.test/'),
  ])('%s is a TypeError', (wrongUrl) => {
    const { code, message } = errorOf({ url: wrongUrl })

    expect(code).toBe('HEARTBEAT_SOCKET_C0001')
    expect(message).toContain('"url"')
  })

  describe('on an https page', () => {
    const location = { href: 'https://page.test/app', protocol: 'https:' }

    it.each(['ws://a.test/', 'http://a.test/', 'ws://localhost.evil.test/'])('is %s', (blocked) => {
      vi.stubGlobal('location', location)

      expect(errorOf({ url: blocked }).code).toBe('HEARTBEAT_SOCKET_C0001')
    })

    it.each([
      ['/live', 'wss://page.test/live'],
      ['//b.test/live', 'wss://b.test/live'],
      ['ws://localhost:80/', 'ws://localhost/'],
      ['ws://127.0.0.1/', 'ws://127.0.0.1/'],
      ['ws://[::1]/', 'ws://[::1]/'],
    ])('is not %s', (right, address) => {
      vi.stubGlobal('location', location)

      expect(setUp({ url: right }).link.url).toBe(address)
    })
  })
})

describe('a binary pong', () => {
  const pong = new Uint8Array([1])

  it.each([undefined, 'blob'] as const)('with binaryType %s can never match', (binaryType) => {
    const { code } = errorOf({ url, binaryType, heartbeat: { pong } })

    expect(code).toMatch(/^HEARTBEAT_SOCKET_C\d{4}$/)
  })

  it('can not be a Blob, whatever the binaryType', () => {
    const blob = new Blob(['pong'])

    const { code } = errorOf({ url, binaryType: 'arraybuffer', heartbeat: { pong: blob } })

    expect(code).toBe('HEARTBEAT_SOCKET_C0006')
  })

  it('is fine with binaryType arraybuffer', () => {
    const { connection } = setUp({ binaryType: 'arraybuffer', heartbeat: { pong } })

    expect(connection.status).toBe('connecting')
  })
})

describe('no WebSocket class', () => {
  it('is a failed attempt that says so, not a bare exception', () => {
    vi.stubGlobal('WebSocket', undefined)

    const connection = new Connection({ url })

    expect(connection.status).toBe('reconnecting')
    expect(connection.error?.code).toBe('HEARTBEAT_SOCKET_C0003')
    connection.close()
  })
})
