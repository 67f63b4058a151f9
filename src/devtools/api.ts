import type { setupDevToolsPlugin } from '@vue/devtools-api'

// The package doesn't export the types that its functions use.

export type DevtoolsApi = Parameters<Parameters<typeof setupDevToolsPlugin>[1]>[0]

export type PluginSettings = NonNullable<Parameters<typeof setupDevToolsPlugin>[0]['settings']>

type Hooks = DevtoolsApi['on']

export type TreePayload = Parameters<Parameters<Hooks['getInspectorTree']>[0]>[0]

export type StatePayload = Parameters<Parameters<Hooks['getInspectorState']>[0]>[0]

export type InspectorNode = TreePayload['rootNodes'][number]

export type NodeTag = NonNullable<InspectorNode['tags']>[number]

export type InspectorState = StatePayload['state']

export type TimelineEvent = Parameters<DevtoolsApi['addTimelineEvent']>[0]['event']

/**
 * A part of the API that is not in its types: it reaches the panel without the debounce that all
 * inspectors share. Pinia's inspector sends a request at each change of a store, and while messages
 * stream in, that debounce lets no request through.
 */
export interface DirectApi {
  readonly hooks?: {
    callHook(
      name: 'sendInspectorStateToClient',
      payload: { inspectorId: string; nodeId: string; state: InspectorState },
    ): unknown
  }
}
