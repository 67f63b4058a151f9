import type { setupDevToolsPlugin } from '@vue/devtools-api'

// The package exports no types but these.

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
 * What the API does not show: the way to the panel behind the debounce that all inspectors share.
 * Pinia's asks for its own at each change of a store, and in a stream of messages nothing else, nor
 * Pinia's, would get through.
 */
export interface DirectApi {
  readonly hooks?: {
    callHook(
      name: 'sendInspectorStateToClient',
      payload: { inspectorId: string; nodeId: string; state: InspectorState },
    ): unknown
  }
}
