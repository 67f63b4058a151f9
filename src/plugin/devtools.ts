import { setupDevToolsPlugin } from '@vue/devtools-api'
import type { App } from 'vue'
import { storeId, type Registry } from '../store/registry.ts'

const PACKAGE = 'vue-heartbeat-socket'

/** Shows the sockets of an app, and the state of each, in Vue devtools. Development only. */
export function addDevtools(app: App, registry: Registry): void {
  const descriptor = {
    id: PACKAGE,
    label: 'Heartbeat socket',
    packageName: PACKAGE,
    app: app as never,
  }
  setupDevToolsPlugin(descriptor, (api) => {
    api.addInspector({ id: PACKAGE, label: 'Heartbeat socket', icon: 'monitor_heart' })
    api.on.getInspectorTree((payload) => {
      if (payload.inspectorId !== PACKAGE || payload.app !== app) return
      payload.rootNodes = [...registry.records.keys()].map((name) => ({
        id: name,
        label: storeId(name),
      }))
    })
    api.on.getInspectorState((payload) => {
      const record = registry.records.get(payload.nodeId)
      if (payload.inspectorId !== PACKAGE || payload.app !== app || record === undefined) return
      payload.state = {
        state: Object.entries(record.mirror.cells).map(([key, cell]) => ({
          key,
          value: cell.value,
        })),
      }
    })
  })
}
