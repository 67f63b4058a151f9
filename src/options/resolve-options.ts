import { socketError } from '../diagnostics.ts'
import { systemRandom, systemTimers } from '../timers/index.ts'
import * as check from './checks.ts'
import { codecs } from './codec.ts'
import { explainUnknown, explainWrong } from './explain-options.ts'
import type {
  Codec,
  HeartbeatOptions,
  OutboxOptions,
  ReconnectOptions,
  SocketOptions,
} from './options.ts'
import { windowPage, type PageSignals } from './page.ts'
import { copy, isBinary, isBlob } from './raw-data.ts'
import { isAsynchronous } from './schema.ts'

type Filled<T, Optional extends keyof T = never> = {
  readonly [Key in keyof T as Exclude<Key, Optional>]-?: Exclude<T[Key], undefined>
} & { readonly [Key in Optional]?: T[Key] }

export type ResolvedHeartbeat = Filled<HeartbeatOptions, 'reply'>
export type ResolvedReconnect = Filled<ReconnectOptions, 'delay' | 'shouldReconnect'>

/**
 * Options with every default filled in. A group that was `false` has values that switch it off.
 */
export interface ResolvedOptions extends Filled<
  Omit<SocketOptions, 'heartbeat' | 'reconnect' | 'outbox' | 'codec' | 'page' | 'url'>,
  'protocols' | 'handshake' | 'cursor' | 'session' | 'schema' | 'WebSocket'
> {
  /** As it was given; a function is asked for each attempt. */
  readonly url: SocketOptions['url']
  /** Off: an infinite interval. */
  readonly heartbeat: ResolvedHeartbeat
  /** Off: no retry. */
  readonly reconnect: ResolvedReconnect
  /** Off: no room for any message. */
  readonly outbox: Filled<OutboxOptions>
  readonly codec: Codec
  readonly page: PageSignals | false
}

/** The rule of an option: its check, and its default. */
type Rule = readonly [check.Check, unknown?]
/** The rules of a group of options, and the values that `false` stands for. */
type Group = readonly [Readonly<Record<string, Rule>>, object]
export type Rules = Readonly<Record<string, Rule | Group>>

/** The engine's options. */
export const socketRules: Rules = {
  url: [check.isUrl],
  protocols: [check.isProtocols],
  autoConnect: [check.isFlag, true],
  binaryType: [check.isBinaryType, 'blob'],
  connectTimeout: [check.isDuration, 10_000],
  handshake: [check.isFunction],
  cursor: [check.isFunction],
  session: [check.isSession],
  heartbeat: [
    {
      interval: [check.isDuration, 15_000],
      timeout: [check.isDuration, 10_000],
      message: [check.isPing, 'ping'],
      pong: [check.isPong, 'pong'],
      idleOnly: [check.isFlag, true],
      reply: [check.isFunction],
      receipts: [check.isReceipts, 5_000],
    },
    { interval: Infinity, pong: () => false },
  ],
  reconnect: [
    {
      spread: [check.isTime, 5_000],
      minDelay: [check.isTime, 2_000],
      maxDelay: [check.isTime, 30_000],
      factor: [check.isFactor, 2],
      maxAttempts: [check.isCount, Infinity],
      stableAfter: [check.isTime, 10_000],
      whenHidden: [check.isFlag, true],
      delay: [check.isFunction],
      shouldReconnect: [check.isFunction],
    },
    { maxAttempts: 0 },
  ],
  outbox: [
    {
      maxMessages: [check.isCount, 1_000],
      maxBytes: [check.isBound, 1_048_576],
      maxAge: [check.isBound, 60_000],
      overflow: [check.isOverflow, 'drop-oldest'],
      resend: [check.isFlag, false],
    },
    { maxMessages: 0 },
  ],
  codec: [check.isCodec, 'json'],
  schema: [check.isSchema],
  timer: [check.isTimer, systemTimers()],
  page: [check.isPage, windowPage()],
  WebSocket: [check.isFunction],
  random: [check.isFunction, systemRandom],
  debug: [check.isFlag, false],
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws TypeError with a `code` for an option that is wrong, unknown or missing
 */
export function resolveOptions(options: SocketOptions): ResolvedOptions {
  if (!('url' in Object(options))) throw wrong('url', 'missing', check.isUrl)
  const resolved = resolveGroup(options, socketRules)
  const { codec, heartbeat, binaryType, schema } = resolved
  if (isBlob(heartbeat.pong) || (isBinary(heartbeat.pong) && binaryType === 'blob')) {
    throw socketError('C0006', { option: 'heartbeat.pong' }, TypeError)
  }
  if (resolved.outbox.resend && !hasReceipts(resolved)) {
    throw wrong('outbox.resend', true, check.isUnused)
  }
  if (schema && isAsynchronous(schema)) throw socketError('C0007', { option: 'schema' }, TypeError)
  resolved.codec = codecs[codec as 'json'] ?? codec
  return resolved.session?.prepare(options, resolved) ?? resolved
}

/** Whether the answers to heartbeats can confirm messages, which need room to be kept. */
export function hasReceipts({ heartbeat, outbox }: ResolvedOptions): boolean {
  const { interval, message, receipts } = heartbeat
  return interval < Infinity && message !== null && receipts !== false && outbox.maxMessages > 0
}

/** Whether it is known of each message what becomes of it, by receipts or by a session. */
export function isAccounted(options: ResolvedOptions): boolean {
  return !!options.session || hasReceipts(options)
}

/**
 * Checks options by the rules of their group, and fills in the defaults.
 *
 * @throws TypeError with a `code`, as `resolveOptions` does
 */
export function resolveGroup(
  given: object,
  group: Rules,
  path: string = '',
  all: Rules = group,
): any {
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(group, key)) throw unknown(path + key, all)
  }
  const resolved: Record<string, unknown> = {}
  for (const [key, [rule, fallback]] of Object.entries(group)) {
    const value: any = given[key as keyof object]
    const isGroup = typeof rule === 'object'
    const fits = isGroup ? check.isGroup : rule
    if (value !== undefined && !fits(value)) throw wrong(path + key, value, fits)
    if (!isGroup) resolved[key] = value === undefined ? fallback : value
    else {
      const own = resolveGroup(value || {}, rule, `${key}.`, all)
      resolved[key] = { ...own, ...(value === false && (fallback as object)) }
    }
  }
  return resolved
}

function wrong(option: string, value: unknown, fits: check.Check): Error {
  const details =
    process.env.NODE_ENV === 'production' ? { option } : explainWrong(option, value, fits)
  return socketError('C0001', details, TypeError)
}

function unknown(option: string, all: Rules): Error {
  const details =
    process.env.NODE_ENV === 'production' ? { option } : explainUnknown(option, pathsIn(all))
  return socketError('C0002', details, TypeError)
}

/** The paths of all options: `heartbeat`, `heartbeat.interval` and so on. */
function pathsIn(group: Rules, path = ''): string[] {
  return Object.entries(group).flatMap(([key, [rule]]) => [
    path + key,
    ...(typeof rule === 'object' ? pathsIn(rule, `${key}.`) : []),
  ])
}

/**
 * Puts `patch` over `options`, group by group; `undefined` restores a default. All of it is copied, and
 * getters are read once: what the owners of both do to them later changes nothing.
 */
export function mergeOptions<Options extends object, Patch extends object>(
  options: Options,
  patch: Patch,
  rules: Rules = socketRules,
): Options & Patch {
  const [old, changed] = [options, patch].map((one) => copyOptions(one, rules))
  const merged = { ...old, ...changed }
  for (const [key, [rule]] of Object.entries(rules)) {
    if (typeof rule === 'object' && old[key] && changed[key]) {
      merged[key] = { ...old[key], ...changed[key] }
    }
  }
  return merged
}

function copyOptions(given: any, rules: Rules): any {
  const options = Object(given)
  // Getters of a class are not among the keys of its objects.
  const keys = new Set([...Object.keys(options), ...Object.keys(rules)])
  const entries = [...keys]
    .filter((key) => key in options)
    .map((key) => {
      const value = options[key]
      const [rule] = Object.hasOwn(rules, key) ? rules[key]! : []
      const isGroup = typeof rule === 'object' && value && typeof value === 'object'
      return [key, isGroup ? copyOptions(value, rule) : copyValue(value)]
    })
  return Object.fromEntries(entries)
}

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return [...value]
  if (value instanceof URL) return value.href
  return isBinary(value) ? copy(value) : value
}

/** Whether a link made with one of these options can go on under the other. */
export function hasSameTarget(one: ResolvedOptions, other: ResolvedOptions): boolean {
  return (
    (['url', 'protocols', 'codec', 'WebSocket'] as const).every(
      (key) =>
        one[key] === other[key] ||
        // Protocols are compared by content, because the array may be a new one each time.
        (Array.isArray(one[key]) && String(one[key]) === String(other[key])),
    ) && !one.session === !other.session
  )
}
