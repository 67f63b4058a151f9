import { createTestingPinia, type TestingOptions, type TestingPinia } from '@pinia/testing'
import { mount } from '@vue/test-utils'
import { setActivePinia, storeToRefs } from 'pinia'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { defineComponent, effectScope, nextTick, watch } from 'vue'
import {
  HeartbeatSocket,
  onSocketMessage,
  useHeartbeatSocket,
  useRetryCountdown,
} from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { mountApp } from './support/set-up.ts'

function createPinia(options: Partial<TestingOptions> = {}): TestingPinia {
  onTestFinished(() => setActivePinia(undefined))
  return createTestingPinia({ createSpy: vi.fn, ...options })
}

const Status = defineComponent({
  setup() {
    const socket = useHeartbeatSocket()
    return () => `${socket.status} ${socket.lastMessage?.price}`
  },
})

describe('a testing Pinia', () => {
  it('needs no plugin and warns of nothing', () => {
    const pinia = createPinia()

    const { element } = mountApp((app) => app.use(pinia), Status)

    expect(element.textContent).toBe('idle undefined')
  })

  it('reaches the state with initialState', () => {
    const pinia = createPinia({
      initialState: { 'heartbeat-socket': { status: 'open', lastMessage: { price: 3 } } },
    })

    const { element } = mountApp((app) => app.use(pinia), Status)

    expect(element.textContent).toBe('open 3')
    expect(useHeartbeatSocket().isOpen).toBe(true)
  })

  it('reaches the state with $patch', async () => {
    const pinia = createPinia()
    const { element } = mountApp((app) => app.use(pinia), Status)
    const socket = useHeartbeatSocket()

    socket.$patch({ status: 'reconnecting', lastMessage: { price: 4 } })
    await nextTick()

    expect(element.textContent).toBe('reconnecting 4')
    expect(storeToRefs(socket).status.value).toBe('reconnecting')
  })

  it('keeps what was patched when a component that used the store unmounts', () => {
    const pinia = createPinia()
    const socket = useHeartbeatSocket()
    const { unmount } = mountApp((app) => app.use(pinia), Status)

    socket.$patch({ received: 5 })
    unmount()

    expect(useHeartbeatSocket()).toBe(socket)
    expect(socket.received).toBe(5)
  })

  it('stubs actions', () => {
    const pinia = createPinia()
    const server = createFakeServer({ timers: createFakeTimers() })
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))
    server.accept()
    const socket = useHeartbeatSocket()

    expect(socket.send('a')).toBe(undefined)
    socket.close()

    expect(socket.send).toHaveBeenCalledWith('a')
    expect(server.received).toEqual([])
    expect(socket.status).toBe('open')
  })

  it('mirrors events with stubbed actions', async () => {
    const pinia = createPinia()
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    const { element } = mountApp(
      (app) => app.use(pinia).use(HeartbeatSocket, server.options),
      Status,
    )
    const messages: unknown[] = []
    onSocketMessage((message) => messages.push(message))

    server.accept()
    server.send({ price: 3 })
    await timers.frame()
    expect(element.textContent).toBe('open 3')
    server.drop()
    await nextTick()

    expect(element.textContent).toBe('reconnecting 3')
    expect(messages).toEqual([{ price: 3 }])
    expect(useHeartbeatSocket().log).toHaveLength(1)
  })

  it('shows what was patched until the socket has news', () => {
    const pinia = createPinia()
    const server = createFakeServer({ timers: createFakeTimers() })
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))
    const socket = useHeartbeatSocket()

    socket.$patch({ status: 'suspended', lastMessage: { n: 1 }, received: 1 })
    expect([socket.status, socket.lastMessage, socket.received]).toEqual(['suspended', { n: 1 }, 1])
    server.accept()
    server.send(2)
    server.send(3)

    expect([socket.status, socket.lastMessage, socket.received]).toEqual(['open', 3, 2])
  })

  it('is what `mountOptions()` of a fake server uses where it is given', () => {
    const pinia = createPinia()
    const server = createFakeServer({ timers: createFakeTimers() })

    const page = mount(Status, server.mountOptions([pinia]))
    onTestFinished(() => page.unmount())
    server.accept()
    const socket = useHeartbeatSocket()
    socket.send('hello')

    expect(socket.status).toBe('open')
    expect(socket.send).toHaveBeenCalledWith('hello')
  })

  it('has a countdown to the `retryAt` that it was given', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const retryAt = Date.now() + 1_500
    createPinia({ initialState: { 'heartbeat-socket': { retryAt } } })
    useHeartbeatSocket()

    const seconds = effectScope().run(() => useRetryCountdown())!
    const changes = vi.fn()
    watch(seconds, changes, { flush: 'sync' })
    await vi.advanceTimersByTimeAsync(2_000)

    expect(changes.mock.calls.map(([value]) => value)).toEqual([1, 0])
  })

  it('runs actions if told to', () => {
    const pinia = createPinia({ stubActions: false })
    const server = createFakeServer({ timers: createFakeTimers() })
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))
    server.accept()

    useHeartbeatSocket().send('a')

    expect(server.received).toEqual(['a'])
  })

  it('keeps no socket that was made at run time after its last user', () => {
    const pinia = createPinia()
    const timers = createFakeTimers()
    const server = createFakeServer({ timers })
    const scope = effectScope()
    scope.run(() => useHeartbeatSocket('room', { pinia, ...server.options }))

    scope.stop()

    expect([pinia._s.size, timers.pending]).toEqual([0, 0])
  })
})
