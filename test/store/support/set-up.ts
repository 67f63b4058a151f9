import { createPinia, setActivePinia, type Pinia } from 'pinia'
import { onTestFinished } from 'vitest'
import { createApp, type App, type Component } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import type { HeartbeatSocketStore, PluginSocketOptions } from 'vue-heartbeat-socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type { FakeServer, FakeTimers } from 'vue-heartbeat-socket/testing'

export interface Mounted {
  readonly app: App
  readonly element: HTMLElement
  unmount(): void
}

/** Mounts an app that is unmounted after the test, if it still is there. */
export function mountApp(
  install: (app: App) => void,
  root: Component = { render: () => null },
): Mounted {
  const app = createApp(root)
  const element = document.createElement('div')
  install(app)
  app.mount(element)
  let isMounted = true
  const unmount = (): void => {
    if (isMounted) app.unmount()
    isMounted = false
  }
  onTestFinished(unmount)
  return { app, element, unmount }
}

export interface ServerKit {
  readonly pinia: Pinia
  readonly timers: FakeTimers
  readonly server: FakeServer
}

/** The active Pinia and a fake server, for sockets that a test makes by itself. */
export function setUpServer(): ServerKit {
  const pinia = createPinia()
  setActivePinia(pinia)
  const timers = createFakeTimers()
  return { pinia, timers, server: createFakeServer({ timers }) }
}

export interface Kit extends Mounted, ServerKit {
  readonly store: HeartbeatSocketStore
  /** Opens the connection and lets the frame pass. */
  open(): Promise<void>
}

export interface KitOptions {
  socket?: Partial<PluginSocketOptions>
  pinia?: Pinia
  root?: Component
  latency?: number
  /** Whether both ends speak sessions. */
  hasSession?: boolean
}

/** An app with the plugin, one socket and a fake server that has not accepted it yet. */
export function setUp({
  socket = {},
  pinia = createPinia(),
  root,
  latency,
  hasSession = false,
}: KitOptions = {}): Kit {
  setActivePinia(undefined)
  const timers = createFakeTimers()
  const server = createFakeServer({
    timers,
    latency,
    ...(hasSession && { session: true as const }),
  })
  const session = hasSession ? { session: createSession() } : {}
  const options = { ...server.options, ...session, ...socket } as PluginSocketOptions
  const mounted = mountApp((app) => app.use(pinia).use(HeartbeatSocket, options), root)
  const store = useHeartbeatSocket('default', { pinia })
  const open = async (): Promise<void> => {
    server.accept()
    await timers.frame()
  }
  return { ...mounted, pinia, timers, server, store, open }
}

/** Counts how often the readers of `read` are triggered. */
export { countTriggers } from './count-triggers.ts'
