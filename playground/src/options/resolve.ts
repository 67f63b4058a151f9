import type { PluginSocketOptions } from 'vue-heartbeat-socket'
import { resolveOptions } from '../../../src/options/resolve-options.ts'
import {
  engineOptions,
  resolveStoreOptions,
  type StoreOptions,
} from '../../../src/store/plugin-options.ts'

/**
 * The options of a socket with every default, in the library's own word.
 *
 * @throws TypeError with a `code` for an option that is wrong or unknown
 */
export function resolveAll(options: Partial<PluginSocketOptions> = {}): Record<string, any> {
  const given = { url: null, ...options } as StoreOptions
  const own = resolveStoreOptions(given)
  return { ...resolveOptions(engineOptions(given)), ...own }
}
