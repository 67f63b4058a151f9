import { backoff } from '../connection/backoff.ts'
import * as check from '../options/checks.ts'
import type { SocketOptions } from '../options/options.ts'
import { resolveGroup, type ResolvedOptions, type Rules } from '../options/resolve-options.ts'

/** Options of a `ReconnectingWebSocket`. Times are in ms. */
export interface ReconnectingWebSocketOptions extends Pick<
  SocketOptions,
  'binaryType' | 'timer' | 'WebSocket' | 'page' | 'random'
> {
  /** Log each change of state to the console. @default false */
  debug?: boolean | undefined
  /** Dial at once; otherwise `open()` does. @default true */
  automaticOpen?: boolean | undefined
  /** How long the first redial waits. @default 1_000 */
  reconnectInterval?: number | undefined
  /** No redial waits longer. @default 30_000 */
  maxReconnectInterval?: number | undefined
  /** How much longer each further redial waits, at least 1. @default 1.5 */
  reconnectDecay?: number | undefined
  /** How long an opening may take, and how long `close()` waits for its answer. @default 2_000 */
  timeoutInterval?: number | undefined
  /** How many redials may follow an opening; `null`: no limit, 0: none. @default null */
  maxReconnectAttempts?: number | null | undefined
  /** As for a `Connection`, but off unless given. @default false */
  heartbeat?: SocketOptions['heartbeat']
}

/** The options with their defaults. */
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

/** The options that can be set later too, as properties. */
export const SETTABLE = [
  'debug',
  'reconnectInterval',
  'maxReconnectInterval',
  'reconnectDecay',
  'timeoutInterval',
  'maxReconnectAttempts',
] as const

/** The connection looks at these. */
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

/** The same in terms of a connection that neither queues, nor decodes, nor dials by itself. */
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
 * How long the next redial waits, in ms, after so many since the last opening. Hidden pages wait
 * longer; how long, the connection knows.
 */
export function delayAfter(redials: number, options: ResolvedOptions): number | undefined {
  const { reconnect, page } = options
  if (page && !page.visible) return undefined
  return backoff(redials + 2, reconnect, () => 1)
}
