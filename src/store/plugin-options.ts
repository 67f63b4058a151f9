import type { Ref } from 'vue'
import type { TabsOption } from '../connection/tabs-option.ts'
import { isBound, isFlag, isSize, isTabs, isTime } from '../options/checks.ts'
import { resolveGroup, socketRules, type Rules } from '../options/resolve-options.ts'
import type { SocketOptions } from '../options/options.ts'

/** How much of the traffic the store keeps for reading. */
export interface LogOptions {
  /** Entries kept. @default 200 */
  size?: number | undefined
  /** Size of all entries together: bytes of binary data, UTF-16 units of text. @default 4_194_304 */
  maxBytes?: number | undefined
  /** Whether heartbeats are logged too. @default false */
  heartbeats?: boolean | undefined
}

/** The log options with every default filled in; `false` is a log with room for no entry. */
export type ResolvedLog = { readonly [Key in keyof LogOptions]-?: NonNullable<LogOptions[Key]> }

/** The options that only a store knows, with every default filled in. */
export interface ResolvedStoreOptions {
  readonly log: ResolvedLog
  readonly closeDelay: number
  readonly tabs: TabsOption | undefined
}

/** Socket options as the plugin takes them: the engine's, and those that only a store knows. */
export interface PluginSocketOptions<Message = any> extends Omit<SocketOptions<Message>, 'url'> {
  /** See {@link SocketOptions.url}; or a ref of such a value, whose change is a `configure()`. */
  url: SocketOptions['url'] | Readonly<Ref<SocketOptions['url']>>
  /** How much of the traffic `store.log` keeps. `false`: nothing. */
  log?: false | LogOptions | undefined
  /**
   * How long, in ms, a socket that `useHeartbeatSocket()` has created outlives the scope of its last
   * user, so that a change of route doesn't reconnect. Elsewhere known as `gcTime`. A user that
   * comes in time finds link, queue and state as they were; its options hold from the next attempt,
   * and only another fixed url replaces the link. At `$dispose()` and when the app unmounts the
   * socket ends at once.
   * @default 1_000
   */
  closeDelay?: number | undefined
  /**
   * `shareTabs()` of `vue-heartbeat-socket/tabs`: all tabs of the browser share one connection. Another
   * key ends this tab's part in the former one, and what is queued goes with it.
   * @default none: each tab has a connection of its own
   */
  tabs?: TabsOption | undefined
}

type StoreKey = 'log' | 'closeDelay' | 'tabs'

/** What the engine takes and what only a store knows, the url being no ref. */
export type StoreOptions = SocketOptions & Pick<PluginSocketOptions, StoreKey>

/** What `configure()` of a store takes: a patch, in which the url is no ref. */
export type StorePatch<Message = any> = Partial<SocketOptions<Message>> &
  Pick<PluginSocketOptions, StoreKey>

/** All options of a store: the engine's, and its own. */
export const pluginRules: Rules = {
  ...socketRules,
  log: [
    {
      size: [isSize, 200],
      maxBytes: [isBound, 4_194_304],
      heartbeats: [isFlag, false],
    },
    { size: 0 },
  ],
  closeDelay: [isTime, 1_000],
  tabs: [isTabs],
}

/**
 * Checks the options of a store, the engine's among them, so that an unknown one is compared with
 * all. Returns those that only a store knows.
 *
 * @throws TypeError with a `code` for an option that is wrong or unknown
 */
export function resolveStoreOptions(options: StorePatch): ResolvedStoreOptions {
  const { log, closeDelay, tabs } = resolveGroup(options, pluginRules)
  return { log, closeDelay, tabs }
}

/** The other options: those of the engine. */
export function engineOptions(options: StoreOptions): SocketOptions {
  const { log: _, closeDelay: __, tabs: ___, ...others } = options
  return others
}
