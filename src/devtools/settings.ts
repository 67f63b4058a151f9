import type { DevtoolsApi, PluginSettings } from './api.ts'

/** The settings in the panel, which devtools store. */
export interface Settings {
  /** Whether the timeline shows heartbeats. */
  readonly heartbeats: boolean
  /** Whether the timeline shows messages. */
  readonly messages: boolean
  /** How many entries of the log the inspector shows. */
  readonly logEntries: number
}

export const settingItems: PluginSettings = {
  heartbeats: { label: 'Heartbeats on the timeline', type: 'boolean', defaultValue: true },
  messages: { label: 'Messages on the timeline', type: 'boolean', defaultValue: true },
  logEntries: {
    label: 'Log entries shown',
    type: 'choice',
    defaultValue: 20,
    options: [5, 20, 100].map((value) => ({ value, label: String(value) })),
  },
}

export function readSettings(api: DevtoolsApi): Settings {
  const defaults = Object.entries(settingItems).map(([key, item]) => [key, item.defaultValue])
  // Settings stored by an earlier version may lack some.
  return { ...Object.fromEntries(defaults), ...api.getSettings() }
}
