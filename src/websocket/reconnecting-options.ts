import { backoff } from '../connection/backoff.ts'
import * as check from '../options/checks.ts'
import type { SocketOptions } from '../options/options.ts'
import { resolveGroup, type ResolvedOptions, type Rules } from '../options/resolve-options.ts'

/** Options of a `ReconnectingWebSocket`. Times are in ms. */
export interface ReconnectingWebSocketOptions extends Pick<
  SocketOptions,
  'binaryType' | 'timer' | 'WebSocket' | 'page' | 'random'
> {
  /** Whether to log each change of state to the console, without tokens. @default false */
  debug?: boolean | undefined
  /** Whether to connect at once. `false`: only when `open()` is called. @default true */
  automaticOpen?: boolean | undefined
  /** The delay before the first retry, in ms. @default 1_000 */
  reconnectInterval?: number | undefined
  /** The greatest delay before a retry, in ms. @default 30_000 */
  maxReconnectInterval?: number | undefined
  /** By how much each delay is longer than the one before it, at least 1. @default 1.5 */
  reconnectDecay?: number | undefined
  /**
   * How long an attempt may take, and how long `close()` waits for the server's answer, in ms.
   * @default 2_000
   */
  timeoutInterval?: number | undefined
  /**
   * How many retries may follow an opening; `null`: no limit, 0: none. Those that begin while the page
   * is offline or hidden, or after the page cache, don't count.
   * @default null
   */
  maxReconnectAttempts?: number | null | undefined
  /** As for a `Connection`, but off by default. @default false */
  heartbeat?: SocketOptions['heartbeat']
}

/** The options with every default filled in. */
export interface ReconnectingSettings extends Pick<
  ReconnectingWebSocketOptions,
  'heartbeat' | 'timer' | 'WebSocket' | 'page' | 'random'
> {
  readonly debug: boolean
  readonly automaticOpen: boolean
  readonly reconnectInterval: number
  readonly maxReconnectInterval: number
  readonly reconnectDecay: number
  readonly timeoutInterval: number
  readonly maxReconnectAttempts: number | null
  readonly binaryType: BinaryType
}

/** The options that are also properties, which can be set at any time. */
export const SETTABLE = [
  'debug',
  'reconnectInterval',
  'maxReconnectInterval',
  'reconnectDecay',
  'timeoutInterval',
  'maxReconnectAttempts',
] as const

/** For the options that the connection itself checks. */
const isAnything: check.Check = () => true

const rules: Rules = {
  debug: [check.isFlag, false],
  automaticOpen: [check.isFlag, true],
  reconnectInterval: [check.isTime, 1_000],
  maxReconnectInterval: [check.isTime, 30_000],
  reconnectDecay: [check.isFactor, 1.5],
  timeoutInterval: [check.isDuration, 2_000],
  maxReconnectAttempts: [check.isLimit, null],
  binaryType: [check.isBinaryType, 'blob'],
  heartbeat: [isAnything, false],
  timer: [isAnything],
  WebSocket: [isAnything],
  page: [isAnything],
  random: [isAnything],
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws TypeError with a `code` for an option that is wrong or unknown
 */
export function resolveReconnectingOptions(
  options: ReconnectingWebSocketOptions,
): ReconnectingSettings {
  return resolveGroup(options, rules)
}

/** The options of the connection below: it neither queues nor decodes, and waits for `connect()`. */
export function toSocketOptions(settings: ReconnectingSettings): Omit<SocketOptions, 'url'> {
  const { binaryType, heartbeat, timer, WebSocket, page, random } = settings
  return {
    autoConnect: false,
    binaryType,
    connectTimeout: settings.timeoutInterval,
    heartbeat,
    reconnect: {
      minDelay: settings.reconnectInterval,
      maxDelay: settings.maxReconnectInterval,
      factor: settings.reconnectDecay,
      maxAttempts: settings.maxReconnectAttempts ?? Infinity,
    },
    outbox: false,
    codec: 'raw',
    timer,
    WebSocket,
    page,
    random,
  }
}

/**
 * The delay before the next retry, in ms, after this many since the last opening: `reconnectInterval ·
 * reconnectDecay ^ retries`. `undefined` on a hidden page, for the connection's own longer delays.
 */
export function delayAfter(retries: number, options: ResolvedOptions): number | undefined {
  const { reconnect, page } = options
  if (page && !page.visible) return undefined
  // From the second retry on the connection's formula is the exponential one.
  return backoff(retries + 2, reconnect, () => 1)
}
