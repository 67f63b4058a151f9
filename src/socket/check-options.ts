import { socketError } from '../diagnostics.ts'
import { areProtocols, redact, toAddress } from './address.ts'
import { codecs } from './codec.ts'
import type { SocketOptions } from './options.ts'
import { isBinary, isRawData } from './raw-data.ts'

/** Returns `true` for a value that fits. */
type Check = (value: any) => boolean

const flag: Check = (value) => typeof value === 'boolean'
const isFunction: Check = (value) => typeof value === 'function'
const time: Check = (value) => Number.isFinite(value) && value >= 0
const duration: Check = (value) => Number.isFinite(value) && value > 0
const factor: Check = (value) => Number.isFinite(value) && value >= 1
const bound: Check = (value) => typeof value === 'number' && value >= 0
const count: Check = (value) => value === Infinity || (Number.isInteger(value) && value >= 0)
const size: Check = (value) => Number.isInteger(value) && value >= 0
const url: Check = (value) =>
  value == null ||
  isFunction(value) ||
  ((typeof value === 'string' || value instanceof URL) && toAddress(value) !== null)
const protocols: Check = (value) => isFunction(value) || areProtocols(value)
const ping: Check = (value) => value === null || isFunction(value) || isRawData(value)
const pong: Check = (value) => isFunction(value) || isRawData(value)
const binaryType: Check = (value) => value === 'blob' || value === 'arraybuffer'
const overflow: Check = (value) => value === 'drop-oldest' || value === 'drop-newest'
const codec: Check = (value) =>
  typeof value === 'string' ? Object.hasOwn(codecs, value) : hasMethods(value, 'encode', 'decode')
const timer: Check = (value) =>
  hasMethods(value, 'now', 'setTimeout', 'clearTimeout', 'requestFrame', 'cancelFrame')
const page: Check = (value) => value === false || hasMethods(value, 'subscribe')

/** What each option must be; a nested table is a group, which may also be `false`. */
const checks = {
  url,
  protocols,
  autoConnect: flag,
  binaryType,
  connectTimeout: duration,
  handshake: isFunction,
  heartbeat: {
    interval: duration,
    timeout: duration,
    message: ping,
    pong,
    idleOnly: flag,
    reply: isFunction,
  },
  reconnect: {
    spread: time,
    minDelay: time,
    maxDelay: time,
    factor,
    maxAttempts: count,
    stableAfter: time,
    whenHidden: flag,
    delay: isFunction,
    shouldReconnect: isFunction,
  },
  outbox: { maxMessages: count, maxBytes: bound, maxAge: bound, overflow },
  log: { size, maxBytes: bound, heartbeats: flag },
  codec,
  timer,
  page,
  WebSocket: isFunction,
  random: isFunction,
  debug: flag,
}

interface Checks {
  readonly [option: string]: Check | Checks
}

/** For the message of a check that failed; development only. */
const expectations = /*#__PURE__*/ new Map<Check, string>([
  [flag, 'true or false'],
  [isFunction, 'a function'],
  [time, 'a finite number of ms, 0 or more'],
  [duration, 'a finite number of ms, more than 0'],
  [factor, 'a finite number, 1 or more'],
  [bound, 'a number, 0 or more (Infinity for no bound)'],
  [count, 'a whole number, 0 or more (or Infinity)'],
  [size, 'a whole number, 0 or more'],
  [url, 'a ws: or wss: url without a fragment (wss: from an https page), or a function'],
  [protocols, 'distinct subprotocol names, or a function'],
  [ping, 'text, binary data, a function, or null'],
  [pong, 'text, binary data, or a function'],
  [binaryType, '"blob" or "arraybuffer"'],
  [overflow, '"drop-oldest" or "drop-newest"'],
  [codec, '"json", "text", "raw", or an object with encode() and decode()'],
  [timer, 'a TimerService'],
  [page, 'PageSignals, or false'],
])

/**
 * Checks options by the table above.
 *
 * @throws TypeError with a `code` for an option that is wrong, unknown or missing
 */
export function checkOptions(options: SocketOptions): void {
  if (typeof options !== 'object' || options === null || !('url' in options)) {
    throw wrongOption('url', 'missing', url)
  }
  checkGroup(options, checks, '')
  checkBinaryPong(options)
}

function checkGroup(options: object, group: Checks, path: string): void {
  for (const [key, value] of Object.entries(options)) {
    const check = Object.hasOwn(group, key) ? group[key] : undefined
    if (check === undefined) throw unknownOption(path, key, group)
    if (value === undefined) continue
    if (typeof check === 'function') {
      if (!check(value)) throw wrongOption(path + key, value, check)
    } else if (value !== false) {
      if (typeof value !== 'object' || value === null) throw wrongOption(path + key, value, check)
      checkGroup(value, check, `${path}${key}.`)
    }
  }
}

/** A Blob's bytes can't be read synchronously. */
function checkBinaryPong({ heartbeat, binaryType: type }: SocketOptions): void {
  if (
    heartbeat &&
    isBinary(heartbeat.pong) &&
    (type !== 'arraybuffer' || heartbeat.pong instanceof Blob)
  ) {
    throw socketError(
      'HEARTBEAT_SOCKET_C0001',
      {
        option: 'heartbeat.pong',
        value: 'binary',
        expected: 'an ArrayBuffer or a view on one, with `binaryType: "arraybuffer"`',
      },
      TypeError,
    )
  }
}

function hasMethods(value: unknown, ...names: string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => isFunction((value as Record<string, unknown>)[name]))
  )
}

function wrongOption(option: string, value: unknown, check: Check | Checks): Error {
  const details =
    process.env.NODE_ENV === 'production'
      ? { option }
      : {
          option,
          value: describe(option, value),
          expected:
            (typeof check === 'function' && expectations.get(check)) || 'an object, or false',
        }
  return socketError('HEARTBEAT_SOCKET_C0001', details, TypeError)
}

function describe(option: string, value: unknown): string {
  if (value === 'missing') return value
  if (option === 'url') return `"${redact(value)}"`
  if (typeof value === 'string') return `"${value.slice(0, 40)}"`
  return typeof value === 'object' || typeof value === 'function'
    ? `of another type (${typeof value})`
    : String(value)
}

function unknownOption(path: string, key: string, group: Checks): Error {
  const details =
    process.env.NODE_ENV === 'production'
      ? { option: path + key }
      : { option: path + key, nearest: path + nearest(key, Object.keys(group)) }
  return socketError('HEARTBEAT_SOCKET_C0002', details, TypeError)
}

function nearest(key: string, candidates: readonly string[]): string {
  const byDistance = candidates.map(
    (name) => [distance(key.toLowerCase(), name.toLowerCase()), name] as const,
  )
  return byDistance.sort(([a], [b]) => a - b)[0]![1]
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, substitution))
    }
    row = next
  }
  return row[b.length]!
}
