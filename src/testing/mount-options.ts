import { createPinia } from 'pinia'
import type { Plugin } from 'vue'
import { HeartbeatSocket } from '../plugin/heartbeat-socket.ts'

/** A plugin of Vue, with its options if it takes some. */
export type MountPlugin = Plugin | [plugin: Plugin, ...options: any[]]

/** What `mount()` of @vue/test-utils takes: an index signature too, which an interface has not. */
export type MountOptions = { global: { plugins: MountPlugin[] } }

/**
 * A Pinia, the plugin and the plugins given, in this order.
 *
 * @param server - the options by which every socket connects to the fake server
 */
export function mountOptions(server: object, plugins: readonly MountPlugin[] = []): MountOptions {
  const isPinia = (plugin: MountPlugin): boolean => '_s' in pluginOf(plugin)
  const isOurs = (plugin: MountPlugin): boolean => pluginOf(plugin) === HeartbeatSocket
  const [, options] = [plugins.find(isOurs)].flat()
  const others = plugins.filter((plugin) => !isPinia(plugin) && !isOurs(plugin))
  const pinia = plugins.find(isPinia) ?? createPinia()
  const ours: MountPlugin = [HeartbeatSocket, connectedTo(server, options as object)]
  return { global: { plugins: [pinia, ours, ...others] } }
}

const pluginOf = (plugin: MountPlugin): Plugin => (Array.isArray(plugin) ? plugin[0] : plugin)

/** The plugin's options, with the fake server's instead of its own; urls stay. */
function connectedTo(server: any, { sockets, defaults, ...options }: any = {}): object {
  const { url, ...network } = server
  const all = { ...defaults, ...server }
  if (!sockets) return { url, ...options, ...network, defaults: all }
  const connected = Object.entries<object>(sockets).map(([name, one]) => [
    name,
    { ...one, ...network },
  ])
  return { ...options, sockets: Object.fromEntries(connected), defaults: all }
}
