import { createPinia } from 'pinia'
import { defineComponent, watch, type Component } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
  type PluginSocketOptions,
} from 'vue-heartbeat-socket'
import type { Counter } from '../counter.ts'
import { mount, showing, showingRows } from '../show.ts'
import type { Variant } from './variant.ts'

type Settings = Omit<PluginSocketOptions, 'url'>

const ROWS = 50

/** Nothing is shown. */
export const store = (settings: Settings): Variant => {
  return plugged(settings, (use, counter) =>
    defineComponent({
      setup() {
        use()
        onSocketMessage(counter.take)
        return () => null
      },
    }),
  )
}

export const storeShown = (settings: Settings): Variant => {
  return plugged(settings, (use) =>
    showing(() => {
      const socket = use()
      return () => ({ last: socket.lastMessage, count: socket.received })
    }),
  )
}

export const storeWithRows = (settings: Settings): Variant => {
  return plugged(settings, (use) =>
    showingRows(() => {
      const socket = use()
      return () => ({
        last: socket.lastMessage,
        count: socket.received,
        rows: socket.log.slice(-ROWS),
      })
    }),
  )
}

/** With what Pinia's devtools install. */
export const storeSubscribed = (settings: Settings): Variant => {
  return plugged(settings, (use) =>
    showing(() => {
      const socket = use()
      socket.$subscribe(() => {}, { flush: 'sync', deep: true })
      return () => ({ last: socket.lastMessage, count: socket.received })
    }),
  )
}

/** An app with the plugin, whose component gets its socket from `use`. */
function plugged(
  settings: Settings,
  toComponent: (use: () => HeartbeatSocketStore, counter: Counter) => Component,
): Variant {
  return (url, counter) => {
    const options = { binaryType: 'arraybuffer', ...settings, url } as const
    mount(
      toComponent(() => useSocket(counter), counter),
      (app) => {
        app.use(createPinia()).use(HeartbeatSocket, options)
      },
    )
  }
}

/** The store reads and counts by itself; a component that shows it needs no handler. */
function useSocket({ ready, reached }: Counter): HeartbeatSocketStore {
  const socket = useHeartbeatSocket()
  onSocketEvent('open', () => ready(socket))
  watch(() => socket.received, reached)
  return socket
}
