import { createPinia, defineStore } from 'pinia'
import { onTestFinished, vi } from 'vitest'
import { createApp, h, type App, type ComponentOptions } from 'vue'
import Original from 'vue-native-websocket-vue3'
import { ADDRESS, createPeer, type Peer } from '../support/peer.ts'

export interface Installed {
  readonly app: App
  /** What the plugin adds to every component. */
  readonly globals: Record<string, any>
  /** The app's one component. */
  readonly vm: any
  readonly peer: Peer
}

/**
 * An app with their plugin, mounted. It takes the global class at each attempt, so no timer is left of
 * any that was there before.
 */
export function there(
  options: object = {},
  component: ComponentOptions = {},
  url: string = ADDRESS,
): Installed {
  const peer = createPeer()
  vi.stubGlobal('WebSocket', peer.WebSocket)
  vi.clearAllTimers()
  const app = createApp({ render: () => h('p'), ...component })
  app.use(createPinia()).use(Original, url, options)
  const vm = app.mount(document.createElement('div'))
  onTestFinished(() => app.unmount())
  return { app, globals: app.config.globalProperties, vm, peer }
}

const ACTIONS = [
  'SOCKET_ONOPEN',
  'SOCKET_ONCLOSE',
  'SOCKET_ONERROR',
  'SOCKET_ONMESSAGE',
  'SOCKET_RECONNECT',
  'SOCKET_RECONNECT_ERROR',
]

/** A Pinia store with their actions, and what these were called with. */
export function createStore(names: readonly string[] = ACTIONS): {
  store: object
  calls: [action: string, argument: any][]
} {
  const calls: [string, any][] = []
  const actions = Object.fromEntries(
    names.map((name) => [name, (argument: unknown) => void calls.push([name, argument])]),
  )
  return { store: defineStore('socket', { actions })(createPinia()), calls }
}
