import type { App } from 'vue'
import type { Registry } from '../store/registry.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import { systemTimers } from '../timers/index.ts'
import { actions } from './actions.ts'
import type { DevtoolsApi, DirectApi, InspectorState } from './api.ts'
import type { Observer } from './observer.ts'
import { createRefresh } from './refresh.ts'
import { readSettings } from './settings.ts'
import { stateOf } from './state.ts'
import { Timeline } from './timeline.ts'
import { recordsOf, treeOf } from './tree.ts'

/** What the panel of an app shows, and under which names. */
export interface PanelOptions {
  /** The id of the inspector and the plugin. */
  readonly id: string
  readonly label: string
  readonly app: App
  readonly registry: Registry
  readonly observer: Observer
}

/** Adds the inspector and the timeline of an app; returns a function that ends their updates. */
export function showPanel(api: DevtoolsApi, options: PanelOptions): () => void {
  const { id, label, app, registry, observer } = options
  const timeline = new Timeline(api, `${id}:timeline`, label)

  /** The node that the panel showed last. */
  let selected = ''

  const refresh = createRefresh(systemTimers(), () => {
    for (const [name, record] of registry.records) {
      timeline.add(name, record, observer.historyOf(record))
    }
    api.sendInspectorTree(id)
    sendState()
  })

  function stateFor(nodeId: string): InspectorState | undefined {
    const [record] = recordsOf(registry, nodeId)
    return record && stateOf(record, observer.historyOf(record), readSettings(api).logEntries)
  }

  function sendState(): void {
    const { hooks } = api as unknown as DirectApi
    // The API's clock is at 0 while the panel is closed.
    const state = api.now() > 0 && stateFor(selected)
    if (!state) return
    if (!hooks) api.sendInspectorState(id)
    else hooks.callHook('sendInspectorStateToClient', { inspectorId: id, nodeId: selected, state })
  }

  // Devtools call the hooks for every app and every inspector.
  const isOurs = (payload: { app: App; inspectorId: string }): boolean =>
    payload.app === app && payload.inspectorId === id
  api.on.getInspectorTree((payload) => {
    if (isOurs(payload)) payload.rootNodes = treeOf(registry, payload.filter)
  })
  api.on.getInspectorState((payload) => {
    if (!isOurs(payload)) return
    selected = payload.nodeId
    payload.state = stateFor(selected) ?? payload.state
  })
  api.on.setPluginSettings(({ pluginId }) => {
    if (pluginId === id) refresh.touch()
  })

  const buttonsFor = (suffix: string, chosen: (nodeId: string) => Iterable<SocketRecord>) =>
    actions.map(({ icon, tooltip, run }) => ({
      icon,
      tooltip: tooltip + suffix,
      action(nodeId = ''): void {
        for (const record of chosen(nodeId)) run(record)
        refresh.touch()
      },
    }))
  api.addInspector({
    id,
    label,
    icon: 'monitor_heart',
    treeFilterPlaceholder: 'Search sockets',
    actions: buttonsFor(' (all sockets)', () => registry.records.values()),
    nodeActions: buttonsFor('', (nodeId) => recordsOf(registry, nodeId)),
  })

  const unsubscribe = observer.subscribe(refresh.touch)
  return () => {
    unsubscribe()
    refresh.stop()
  }
}
