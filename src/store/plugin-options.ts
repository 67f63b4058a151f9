import type { Ref } from 'vue'
import { isBound, isFlag, isSize } from '../options/checks.ts'
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

/** Socket options as the plugin takes them: the engine's, and those that only a store knows. */
export interface PluginSocketOptions<Message = any> extends Omit<SocketOptions<Message>, 'url'> {
  /** See {@link SocketOptions.url}; or a ref of such a value, whose change is a `configure()`. */
  url: SocketOptions['url'] | Readonly<Ref<SocketOptions['url']>>
  /** How much of the traffic `store.log` keeps. `false`: nothing. */
  log?: false | LogOptions | undefined
}

/** What `configure()` of a store takes: a patch, in which the url is no ref. */
export type StorePatch<Message = any> = Partial<SocketOptions<Message>> &
  Pick<PluginSocketOptions, 'log'>

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
}

/**
 * Checks the options of a store, the engine's among them, so that an unknown one is compared with
 * all. Returns those of the log.
 *
 * @throws TypeError with a `code` for an option that is wrong or unknown
 */
export function resolveLog(options: StorePatch): ResolvedLog {
  return resolveGroup(options, pluginRules).log
}
