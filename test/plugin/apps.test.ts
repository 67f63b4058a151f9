import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { defineComponent, nextTick, watch } from 'vue'
import { HeartbeatSocket, onSocketEvent, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { mountApp, setUp } from '../store/support/set-up.ts'

const Status = defineComponent({
  setup() {
    const socket = useHeartbeatSocket()
    return () => `${socket.status} ${socket.received}`
  },
})

describe('unmounting', () => {
  it('ends the socket and leaves nothing behind', async () => {
    const { open, server, store, timers, unmount } = setUp()
    await open()
    server.send(1)

    unmount()

    expect(server.connections[0]!.closeCode).toBe(1005)
    expect(timers.pending).toBe(0)
    expect([store.status, store.received, store.log]).toEqual(['idle', 0, []])
    expect(store.send('late')).toBe('dropped')
  })

  it('ends a socket that waits for its next attempt', async () => {
    const { server, timers, unmount } = setUp()
    server.refuse()
    await timers.advance(1)

    unmount()
    await timers.advance(120_000)

    expect(server.connections).toHaveLength(1)
    expect(timers.pending).toBe(0)
  })

  it('leaves a new app on the same Pinia a fresh socket in the same store', async () => {
    const { open, pinia, server, store, timers, unmount } = setUp({ root: Status })
    await open()
    server.send(1)
    unmount()

    const { element } = mountApp(
      (app) => app.use(pinia).use(HeartbeatSocket, server.options),
      Status,
    )
    server.accept()
    server.send(2)
    await timers.frame()

    expect(useHeartbeatSocket('default', { pinia })).toBe(store)
    expect(element.textContent).toBe('open 1')
    expect(server.connections.map(({ readyState }) => readyState)).toEqual([3, 1])
  })

  it('lets a new app count from zero, whatever was reset before', () => {
    const { pinia, server, store, unmount } = setUp()
    server.accept()
    server.send(1)
    server.send(2)
    store.$reset()
    unmount()

    mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))
    server.accept()
    server.send(3)

    expect([store.received, store.lastMessage]).toEqual([1, 3])
  })

  it('is final though a listener of close connects', async () => {
    const { pinia, server, store, timers, unmount } = setUp()
    onSocketEvent('close', () => store.connect(), { pinia })
    server.accept()

    unmount()
    await timers.advance(1_000)

    expect(server.connections.map(({ closeCode }) => closeCode)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })

  it('shows its end to a component that watches the status, and leaves no timer', async () => {
    const statuses: string[] = []
    const Watching = defineComponent({
      setup() {
        const socket = useHeartbeatSocket()
        watch(
          () => socket.status,
          (status) => statuses.push(status),
          { flush: 'sync' },
        )
        return () => socket.status
      },
    })
    const { open, timers, unmount } = setUp({ root: Watching })
    await open()

    unmount()
    await nextTick()

    expect(statuses).toEqual(['open', 'idle'])
    expect(timers.pending).toBe(0)
  })
})

describe('two apps', () => {
  it('share a socket with one Pinia', async () => {
    const pinia = createPinia()
    const server = createFakeServer({ timers: createFakeTimers() })
    const install = (app: Parameters<Parameters<typeof mountApp>[0]>[0]) =>
      app.use(pinia).use(HeartbeatSocket, server.options)

    const one = mountApp(install, Status)
    const two = mountApp(install, Status)
    server.accept()
    await Promise.resolve()

    expect(server.connections).toHaveLength(1)
    expect([one.element.textContent, two.element.textContent]).toEqual(['open 0', 'open 0'])
  })

  it('share it until the last one unmounts', () => {
    const { pinia, server, unmount } = setUp()
    const two = mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))
    server.accept()

    unmount()
    expect(server.connections[0]!.readyState).toBe(1)
    two.unmount()

    expect(server.connections[0]!.closeCode).toBe(1005)
  })

  it('leave what the first has closed as it is', () => {
    const { pinia, server, store } = setUp()
    store.close()

    mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))

    expect(store.status).toBe('closed')
    expect(server.connections).toHaveLength(1)
  })

  it('keep the defaults of the one that gives some', () => {
    const { pinia, server } = setUp({ socket: {} })
    const defaults = { ...server.options, url: 'wss://default.test' }
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, { defaults, sockets: {} }))
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, { sockets: {} }))

    const store = useHeartbeatSocket('room', { pinia, heartbeat: false })

    expect(server.connections.at(-1)!.url).toBe('wss://default.test/')
    store.$dispose()
  })

  it('show each its own socket', async () => {
    const one = setUp({ root: Status })
    const two = setUp({ root: Status })

    await two.open()
    two.server.send(1)
    await two.timers.frame()

    expect(one.element.textContent).toBe('connecting 0')
    expect(two.element.textContent).toBe('open 1')
  })
})
