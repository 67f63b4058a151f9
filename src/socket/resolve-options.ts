import { systemRandom, systemTimers } from '../timer/index.ts'
import { checkOptions } from './check-options.ts'
import { codecs } from './codec.ts'
import type {
  Codec,
  HeartbeatOptions,
  LogOptions,
  OutboxOptions,
  ReconnectOptions,
  SocketOptions,
} from './options.ts'
import { windowPage, type PageSignals } from './page.ts'

type Filled<T, Optional extends keyof T = never> = {
  readonly [Key in Exclude<keyof T, Optional>]-?: Exclude<T[Key], undefined>
} & { readonly [Key in Optional]?: T[Key] }

export type ResolvedHeartbeat = Filled<HeartbeatOptions, 'reply'>
export type ResolvedReconnect = Filled<ReconnectOptions, 'delay' | 'shouldReconnect'>

/** Options with every default filled in. */
export interface ResolvedOptions extends Filled<
  Omit<SocketOptions, 'heartbeat' | 'reconnect' | 'outbox' | 'log' | 'codec' | 'page' | 'url'>,
  'protocols' | 'handshake' | 'WebSocket'
> {
  readonly url: SocketOptions['url']
  readonly heartbeat: ResolvedHeartbeat | false
  /** `reconnect: false` allows no redial. */
  readonly reconnect: ResolvedReconnect
  /** `outbox: false` holds no message. */
  readonly outbox: Filled<OutboxOptions>
  /** `log: false` keeps no entry. */
  readonly log: Filled<LogOptions>
  readonly codec: Codec
  readonly page: PageSignals | null
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws TypeError with a `code` for an option that is wrong, unknown or missing
 */
export function resolveOptions(options: SocketOptions): ResolvedOptions {
  checkOptions(options)
  const { heartbeat, reconnect, outbox, log, codec: named, page: signals } = options
  return {
    ...withDefaults(
      {
        autoConnect: true,
        binaryType: 'blob',
        connectTimeout: 10_000,
        timer: options.timer ?? systemTimers(),
        random: systemRandom,
        debug: false,
      },
      options,
    ),
    url: options.url,
    heartbeat:
      heartbeat !== false &&
      withDefaults(
        { interval: 15_000, timeout: 10_000, message: 'ping', pong: 'pong', idleOnly: true },
        heartbeat,
      ),
    reconnect: withDefaults(
      {
        spread: 5_000,
        minDelay: 2_000,
        maxDelay: 30_000,
        factor: 2,
        maxAttempts: Infinity,
        stableAfter: 10_000,
        whenHidden: true,
      },
      reconnect === false ? { maxAttempts: 0 } : reconnect,
    ),
    outbox: withDefaults(
      { maxMessages: 1_000, maxBytes: 1_048_576, maxAge: 60_000, overflow: 'drop-oldest' },
      outbox === false ? { maxMessages: 0 } : outbox,
    ),
    log: withDefaults(
      { size: 200, maxBytes: 4_194_304, heartbeats: false },
      log === false ? { size: 0 } : log,
    ),
    codec: typeof named === 'object' ? named : codecs[named ?? 'json'],
    page: signals === false ? null : (signals ?? windowPage()),
  } as ResolvedOptions
}

/** `patch` over `options`, group by group; `undefined` stands for the default again. */
export function mergeOptions<Options extends object, Patch extends object>(
  options: Options,
  patch: Patch,
): Options & Patch {
  const merged = { ...options, ...patch } as Record<string, unknown>
  for (const group of ['heartbeat', 'reconnect', 'outbox', 'log']) {
    const [old, changed] = [options, patch].map((one) => (one as Record<string, unknown>)[group])
    if (old && changed) merged[group] = { ...old, ...changed }
  }
  return merged as unknown as Options & Patch
}

/** Whether a link made with the one would be no other if made with the other. */
export function hasSameTarget(one: ResolvedOptions, other: ResolvedOptions): boolean {
  return (
    isSameValue(one.url, other.url) &&
    isSameValue(one.protocols, other.protocols) &&
    one.codec === other.codec &&
    one.WebSocket === other.WebSocket
  )
}

function isSameValue(one: unknown, other: unknown): boolean {
  const isFunction = typeof one === 'function' || typeof other === 'function'
  return one === other || (!isFunction && String(one ?? '') === String(other ?? ''))
}

function withDefaults<Defaults extends object>(defaults: Defaults, options: object = {}): Defaults {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}
