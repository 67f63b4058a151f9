import type { Pinia } from 'pinia'
import type { App, ObjectPlugin } from 'vue'
import { socketError } from '../diagnostics.ts'
import { registryOf, type Registry } from '../store/registry.ts'
import { mergeOptions } from '../options/resolve-options.ts'
import { pluginRules, type PluginSocketOptions } from '../store/plugin-options.ts'
import type { Received, SocketName } from '../store/sockets.ts'
import { warnOfOtherOptions } from './warnings.ts'

interface CommonOptions {
  /** The Pinia to install into. @default the app's */
  pinia?: Pinia | undefined
  /** Options for every socket, those made at run time included. */
  defaults?: Partial<PluginSocketOptions> | undefined
}

/** One socket, `default`; or several, each under its name. */
export type HeartbeatSocketOptions = CommonOptions &
  (
    | PluginSocketOptions<Received>
    | { sockets: { [Name in SocketName]?: PluginSocketOptions<Received<Name>> } }
  )

/**
 * Installs the sockets: `app.use(HeartbeatSocket, { url })`. They connect at once unless `autoConnect`
 * is `false`, and are closed when the last app that declared them unmounts. Options that are wrong
 * are reported to the console and leave that socket's store `failed`.
 */
export const HeartbeatSocket: ObjectPlugin<[options: HeartbeatSocketOptions]> = {
  install(app, options) {
    const {
      pinia = app.config.globalProperties.$pinia,
      defaults,
      sockets,
      ...rest
    } = (options ?? {}) as CommonOptions & { sockets?: Record<string, PluginSocketOptions> }
    if (!pinia) {
      console.error(socketError('C0004'))
      return
    }
    if (process.env.NODE_ENV !== 'production' && sockets) {
      for (const [option, value] of Object.entries(rest)) {
        if (value === undefined) continue
        console.error(socketError('C0002', { option, nearest: 'defaults' }))
      }
    }
    const registry = registryOf(pinia)
    if (defaults) registry.defaults = mergeOptions({}, defaults, pluginRules)
    hydrateOnMount(app, registry)
    registry.follow(app)
    for (const [name, one] of Object.entries(sockets ?? { default: rest })) {
      if (process.env.NODE_ENV !== 'production') {
        warnOfOtherOptions(registry.records.get(name), name, one ?? {})
      }
      registry.open(name, one ?? {}).declarations++
      app.onUnmount(() => registry.undeclare(name))
    }
    // Devtools are there before any app; where there are none, nothing is loaded.
    if (
      process.env.NODE_ENV !== 'production' &&
      typeof window !== 'undefined' &&
      '__VUE_DEVTOOLS_GLOBAL_HOOK__' in window
    ) {
      const unmount = new AbortController()
      app.onUnmount(() => unmount.abort())
      void import('../devtools/index.ts').then(({ addDevtools }) =>
        addDevtools(app, registry, unmount.signal),
      )
    }
  },
}

/** What the server has rendered must be what the first render shows. */
function hydrateOnMount(app: App, registry: Registry): void {
  const { mount } = app
  registry.mounting()
  app.mount = (...args) => {
    // The server's state may have come after the plugin.
    registry.mounting()
    try {
      return mount(...args)
    } finally {
      registry.mounted()
    }
  }
}
