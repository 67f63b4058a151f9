import { createPinia, type Pinia } from 'pinia'
import { renderToString } from '@vue/server-renderer'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSSRApp, defineComponent, h, nextTick, type App } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import {
  createFakeServer,
  createFakeTimers,
  type FakeServer,
  type FakeTimers,
} from 'vue-heartbeat-socket/testing'

interface Kit {
  timers: FakeTimers
  server: FakeServer
  pinia: Pinia
  element: HTMLElement
  app: App
  state: Record<string, any>
}

/** A page rendered on a server, and the client's app before it is mounted. */
async function setUp(): Promise<Kit> {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers })
  server.accept()
  const Page = defineComponent({
    setup() {
      const socket = useHeartbeatSocket()
      const room = useHeartbeatSocket('room', server.options)
      return () => h('p', `${socket.status} ${socket.log.length} ${room.status}`)
    },
  })
  const idle = { ...server.options, autoConnect: false }
  const Rendered = defineComponent({
    setup() {
      const socket = useHeartbeatSocket()
      const room = useHeartbeatSocket('room', idle)
      return () => h('p', `${socket.status} ${socket.log.length} ${room.status}`)
    },
  })
  const rendering = createPinia()
  const element = document.createElement('div')
  element.innerHTML = await renderToString(
    createSSRApp(Rendered).use(rendering).use(HeartbeatSocket, idle),
  )
  const state = JSON.parse(JSON.stringify(rendering.state.value))

  const app = createSSRApp(Page)
  onTestFinished(() => app.unmount())
  return { timers, server, pinia: createPinia(), element, app, state }
}

describe('hydration', () => {
  it('mismatches nothing although the socket is open before the app is mounted', async () => {
    const { timers, server, pinia, element, app, state } = await setUp()
    expect(element.textContent).toBe('idle 0 idle')
    pinia.state.value = state

    app.use(pinia).use(HeartbeatSocket, server.options)
    await timers.advance(1_000)
    server.send(1)
    app.mount(element)

    // A mismatch would have been an unexpected warning.
    expect(server.connections).toHaveLength(2)
    expect(element.textContent).toBe('idle 0 idle')
  })

  it('shows the true state as soon as the app is mounted', async () => {
    const { timers, server, pinia, element, app, state } = await setUp()
    pinia.state.value = state
    app.use(pinia).use(HeartbeatSocket, server.options)
    await timers.advance(1_000)
    server.send(1)
    await timers.frame()

    app.mount(element)
    await nextTick()

    expect(element.textContent).toBe('open 1 open')
  })

  it('waits also where the state comes after the plugin', async () => {
    const { timers, server, pinia, element, app, state } = await setUp()

    app.use(pinia).use(HeartbeatSocket, server.options)
    await timers.advance(1_000)
    pinia.state.value = state
    app.mount(element)
    expect(element.textContent).toBe('idle 0 idle')
    await nextTick()

    expect(element.textContent).toBe('open 0 open')
  })

  it('shows the initial state until the app is mounted', async () => {
    const { timers, server, pinia, element, app, state } = await setUp()
    pinia.state.value = state
    app.use(pinia).use(HeartbeatSocket, server.options)
    const socket = useHeartbeatSocket('default', { pinia })
    await timers.advance(1_000)

    expect([socket.status, socket.isOpen, socket.openedAt]).toEqual(['idle', false, null])
    app.mount(element)

    expect([socket.status, socket.isOpen]).toEqual(['open', true])
  })

  it('is over once the app is mounted, also for sockets first used later', async () => {
    const { server, pinia, element, app, state } = await setUp()
    state['heartbeat-socket/late'] = state['heartbeat-socket']
    pinia.state.value = state
    app.use(pinia).use(HeartbeatSocket, server.options)
    app.mount(element)

    const late = useHeartbeatSocket('late', { pinia, ...server.options })

    expect(late.status).toBe('connecting')
    late.$dispose()
  })

  it('takes no status over from the server', async () => {
    const { server, pinia, element, app, state } = await setUp()
    state['heartbeat-socket'].status = 'open'
    state['heartbeat-socket'].received = 7
    pinia.state.value = state

    app.use(pinia).use(HeartbeatSocket, { ...server.options, autoConnect: false })
    app.mount(element)

    const socket = useHeartbeatSocket('default', { pinia })
    expect([socket.status, socket.received]).toEqual(['idle', 0])
  })

  it('waits for nothing where no server has rendered', async () => {
    const { timers, server, pinia, element, app } = await setUp()

    app.use(pinia).use(HeartbeatSocket, server.options)
    await timers.advance(1_000)

    expect(useHeartbeatSocket('default', { pinia }).status).toBe('open')
    element.innerHTML = '<p>open 0 connecting</p>'
    app.mount(element)
  })
})
