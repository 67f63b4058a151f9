import type { Pinia } from 'pinia'
import type { App, ObjectPlugin } from 'vue'
import { socketError } from '../diagnostics.ts'
import { registryOf, storeId, type Registry } from '../store/registry.ts'
import type { PluginSocketOptions } from '../store/socket-record.ts'
import type { SocketName } from '../store/sockets.ts'

interface CommonOptions {
  /** The Pinia to install into. @default the app's */
  pinia?: Pinia | undefined
  /** Options for every socket, those made at run time included. */
  defaults?: Partial<PluginSocketOptions> | undefined
}

/** One socket, `default`; or several, each under its name. */
export type HeartbeatSocketOptions = CommonOptions &
  (PluginSocketOptions | { sockets: { [Name in SocketName]?: PluginSocketOptions } })

/**
 * Installs the sockets: `app.use(HeartbeatSocket, { url })`. They dial at once unless `autoConnect`
 * is `false`, and are closed when the last app that declared them unmounts. Options that are wrong
 * are reported to the console and leave that socket's store `failed`.
 */
export const HeartbeatSocket: ObjectPlugin<[options: HeartbeatSocketOptions]> = {
  install(app, options) {
    const { pinia = app.config.globalProperties.$pinia, defaults, ...rest } = options ?? {}
    if (!pinia) {
      console.error(socketError('HEARTBEAT_SOCKET_C0004'))
      return
    }
    const registry = registryOf(pinia)
    if (defaults) registry.defaults = defaults
    const sockets = 'sockets' in rest ? rest.sockets : { default: rest as PluginSocketOptions }
    for (const [name, socketOptions] of Object.entries(sockets)) {
      declare(app, pinia, registry, name, socketOptions as PluginSocketOptions)
    }
    if (process.env.NODE_ENV !== 'production' && typeof window !== 'undefined') {
      void import('./devtools.ts').then(({ addDevtools }) => addDevtools(app, registry))
    }
  },
}

function declare(
  app: App,
  pinia: Pinia,
  registry: Registry,
  name: string,
  options: PluginSocketOptions,
): void {
  const isHydrating = !registry.records.has(name) && storeId(name) in pinia.state.value
  const record = registry.record(name)
  if (isHydrating) {
    record.mirror.pause()
    afterMount(app, () => record.mirror.resume())
  }
  record.declarations++
  registry.open(name, options)
  app.onUnmount(() => registry.undeclare(name))
}

/** What the server rendered must be what the first render shows. */
function afterMount(app: App, fn: () => void): void {
  const { mount } = app
  app.mount = (...args) => {
    const instance = mount(...args)
    fn()
    return instance
  }
}
