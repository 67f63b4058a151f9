import { createPinia, type Pinia } from 'pinia'
import { onTestFinished } from 'vitest'
import { createApp, h, type App } from 'vue'
import {
  HeartbeatSocket,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
  type PluginSocketOptions,
} from 'vue-heartbeat-socket'
import { ADDRESS, createPeer, type Peer } from './peer.ts'

export interface Installed {
  readonly app: App
  readonly pinia: Pinia
  readonly store: HeartbeatSocketStore
  readonly peer: Peer
}

/**
 * An app with our plugin, mounted, that takes the longest delays that it may.
 *
 * @param setup - of its one component
 */
export function install(
  options: Partial<PluginSocketOptions> = {},
  setup: () => void = () => {},
): Installed {
  const peer = createPeer()
  const pinia = createPinia()
  const app = createApp({
    setup() {
      setup()
      return () => h('p')
    },
  })
  const { WebSocket } = peer
  const usual = { url: ADDRESS, WebSocket, codec: 'text', random: () => 1 } as const
  app.use(pinia).use(HeartbeatSocket, { ...usual, ...options })
  app.mount(document.createElement('div'))
  onTestFinished(() => app.unmount())
  return { app, pinia, store: useHeartbeatSocket('default', { pinia }), peer }
}
