import { vi } from 'vitest'
import type { App } from 'vue'
// Loaded with the file, so that no test has to wait for it.
import '../../../src/devtools/index.ts'
import type {
  DevtoolsApi,
  DirectApi,
  InspectorNode,
  InspectorState,
  TimelineEvent,
} from '../../../src/devtools/api.ts'

type Inspector = Parameters<DevtoolsApi['addInspector']>[0]

interface Descriptor {
  readonly id: string
  readonly app: unknown
}

/** The one debounce of the devtools, in ms. */
const DEBOUNCE = 120

/**
 * The page's side of Vue devtools 8, as far as a plugin sees it: hooks that are called for every app
 * and inspector, setup at once after mount and again when the panel opens, silence until then, and
 * one debounce for all inspectors of which only the last request is answered.
 */
export class FakeDevtools {
  /** How often each of its methods was called. */
  readonly calls: Record<string, number> = {}
  readonly descriptors: Descriptor[] = []
  readonly inspectors: Inspector[] = []
  readonly layers: { readonly id: string }[] = []
  readonly events: TimelineEvent[] = []
  /** What the panel has been sent, by inspector. */
  readonly trees: Record<string, InspectorNode[]> = {}
  readonly states: Record<string, InspectorState> = {}
  readonly settings: Record<string, unknown> = {}
  /** Whether its API has the way to the panel that it doesn't show. */
  isDirect = true
  readonly #setups: (readonly [Descriptor, (api: DevtoolsApi) => void])[] = []
  readonly #hooks: Record<string, ((payload: any) => void)[]> = {}
  readonly #selected: Record<string, string> = {}
  readonly #timers: Record<string, ReturnType<typeof setTimeout>> = {}
  #app: unknown
  #isOpen = false

  /** What `setupDevToolsPlugin()` does. */
  register(descriptor: Descriptor, setup: (api: DevtoolsApi) => void): void {
    this.descriptors.push(descriptor)
    this.#setups.push([descriptor, setup])
    if (descriptor.app === this.#app) setup(this.#api())
  }

  /** The app is there, and not in view yet. */
  mount(app: App): void {
    this.#app = app
  }

  /** This app comes into view. */
  open(app: App): void {
    this.#app = app
    this.#isOpen = true
    for (const [descriptor, setup] of this.#setups) {
      if (descriptor.app === app) setup(this.#api())
    }
  }

  /** The view is closed. */
  close(): void {
    this.#isOpen = false
  }

  /** What the panel asks for when an inspector is chosen. */
  tree(inspectorId: string, filter = ''): InspectorNode[] {
    return this.#ask('getInspectorTree', { inspectorId, filter, rootNodes: [] }).rootNodes
  }

  /** What the panel asks for when a node is chosen. */
  select(inspectorId: string, nodeId: string): InspectorState {
    this.#selected[inspectorId] = nodeId
    const state = null as unknown as InspectorState
    return this.#ask('getInspectorState', { inspectorId, nodeId, state }).state
  }

  /** What Pinia's inspector, say, does at each mutation. */
  requestState(inspectorId: string): void {
    this.#debounce('state', () => {
      this.states[inspectorId] = this.select(inspectorId, this.#selected[inspectorId] ?? '')
    })
  }

  /** What the panel does when a setting is changed. */
  changeSetting(pluginId: string, key: string, newValue: unknown): void {
    this.settings[key] = newValue
    this.#ask('setPluginSettings', { pluginId, key, newValue, settings: this.settings })
  }

  #ask<Payload extends object>(hook: string, payload: Payload): Payload {
    const whole = { app: this.#app, ...payload }
    for (const answer of this.#hooks[hook] ?? []) answer(whole)
    return whole
  }

  #debounce(what: string, send: () => void): void {
    if (!this.#isOpen) return
    clearTimeout(this.#timers[what])
    this.#timers[what] = setTimeout(send, DEBOUNCE)
  }

  #api(): DevtoolsApi {
    const count = (name: string): void => {
      this.calls[name] = (this.calls[name] ?? 0) + 1
    }
    const on = new Proxy(
      {},
      { get: (_, name: string) => (hook: () => void) => (this.#hooks[name] ??= []).push(hook) },
    )
    const direct: DirectApi = {
      hooks: {
        callHook: (_, { inspectorId, state }) => {
          count('callHook')
          this.states[inspectorId] = state
        },
      },
    }
    const api: Partial<DevtoolsApi> = {
      ...(this.isDirect && direct),
      now: () => (this.#isOpen ? Date.now() : 0),
      on: on as DevtoolsApi['on'],
      addInspector: (inspector) => void this.inspectors.push(inspector),
      addTimelineLayer: (layer) => void this.layers.push(layer),
      addTimelineEvent: ({ event }) => {
        if (this.#isOpen) this.events.push(event)
      },
      getSettings: () => this.settings,
      sendInspectorState: (id) => {
        count('sendInspectorState')
        this.requestState(id)
      },
      sendInspectorTree: (id) => {
        count('sendInspectorTree')
        this.#debounce('tree', () => (this.trees[id] = this.tree(id)))
      },
    }
    return api as DevtoolsApi
  }
}

const current = { devtools: new FakeDevtools() }

// The package itself does nothing in Node.
vi.mock('@vue/devtools-api', () => ({
  setupDevToolsPlugin: (...args: Parameters<FakeDevtools['register']>) =>
    current.devtools.register(...args),
}))

/** New devtools, which every app installed from now on finds on the page. */
export function installDevtools(): FakeDevtools {
  vi.stubGlobal('__VUE_DEVTOOLS_GLOBAL_HOOK__', { emit: () => {}, on: () => {} })
  current.devtools = new FakeDevtools()
  return current.devtools
}
