import { setupDevToolsPlugin } from '@vue/devtools-api'
import type { App } from 'vue'
import type { Registry } from '../store/registry.ts'
import { Observer } from './observer.ts'
import { showPanel } from './panel.ts'
import { settingItems } from './settings.ts'

const NAME = 'vue-heartbeat-socket'

const seen = new WeakSet<App>()
let count = 0

/**
 * Shows the sockets of an app, and the state of each, in Vue devtools. Development only.
 *
 * @param signal - aborts when the app is unmounted
 */
export function addDevtools(app: App, registry: Registry, signal: AbortSignal): void {
  if (signal.aborted || seen.has(app)) return
  seen.add(app)
  // An id for each app, because an action runs in the first inspector that has the id.
  const id = ++count === 1 ? NAME : `${NAME}-${count}`
  const label = 'Heartbeat socket'
  const observer = Observer.of(registry)
  // At once, to record what happens before the panel opens.
  signal.addEventListener(
    'abort',
    observer.subscribe(() => {}),
  )

  const descriptor = {
    id,
    label,
    packageName: NAME,
    // Devtools show the inspector's icon only where this logo fails to load.
    logo: 'custom-ic-baseline-monitor-heart',
    settings: settingItems,
    app: app as never,
  }
  let isSetUp = false
  setupDevToolsPlugin(descriptor, (api) => {
    // Devtools set a plugin that is added after mount up twice: at once, and when the panel opens.
    if (isSetUp || signal.aborted) return
    isSetUp = true
    signal.addEventListener('abort', showPanel(api, { id, label, app, registry, observer }))
  })
}
