import { describe, expect, it, vi, type Mock } from 'vitest'
import { h, nextTick, ref, Suspense, type VNode } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
} from 'vue-heartbeat-socket'
import { takeWarnings } from '../support/console.ts'
import { mountApp, setUpServer, type ServerKit } from '../store/support/set-up.ts'
import { leftIn } from './support/left-in.ts'
import WaitingSetup from './support/WaitingSetup.vue'

interface Kit extends ServerKit {
  handler: Mock
}

/** A promise, and what resolves it. */
function createGate(): { passed: Promise<void>; open(): void } {
  let open!: () => void
  const passed = new Promise<void>((resolve) => (open = resolve))
  return { passed, open }
}

/** Runs `use` in the setup of a component that has left while its setup waited. */
async function useTooLate<Result>(
  use: (kit: Kit) => Result,
  install?: (kit: Kit) => Parameters<typeof mountApp>[0],
): Promise<Kit & { result: Result }> {
  const kit = { ...setUpServer(), handler: vi.fn() }
  const { pinia, timers } = kit
  const gate = createGate()
  let result!: Result
  const isShown = ref(true)
  const late = (): VNode =>
    h(WaitingSetup, { gate: gate.passed, use: () => void (result = use(kit)) })
  mountApp(
    (app) => {
      app.use(pinia)
      install?.(kit)(app)
    },
    { render: () => (isShown.value ? h(Suspense, null, { default: late }) : null) },
  )
  isShown.value = false
  await nextTick()

  gate.open()
  await timers.advance(0)
  return { ...kit, result }
}

describe('in a component that has left while its setup waited', () => {
  it('useHeartbeatSocket makes no socket, store or state', async () => {
    const { pinia, server, timers } = await useTooLate(({ server: { options } }) =>
      useHeartbeatSocket('room', options),
    )

    expect(server.connections.length).toBe(0)
    expect([pinia._s.size, pinia.state.value, timers.pending]).toEqual([0, {}, 0])
    expect(leftIn(pinia).records).toEqual([])
    expect(takeWarnings()).toEqual([expect.stringContaining('HEARTBEAT_SOCKET_C0008')])
  })

  it('useHeartbeatSocket returns a store that does nothing', async () => {
    const { result, server } = await useTooLate(({ server: { options } }) =>
      useHeartbeatSocket('room', options),
    )
    takeWarnings()

    result.connect()
    result.configure({ url: 'wss://other.test' })
    expect(result.send('a')).toBe('dropped')
    result.close()
    result.$reset()
    result.$dispose()

    expect(result.$id).toBe('heartbeat-socket/room')
    expect([result.status, result.isOpen, result.log]).toEqual(['idle', false, []])
    expect(server.connections.length).toBe(0)
  })

  it('useHeartbeatSocket leaves the active Pinia as it was', async () => {
    const { pinia } = await useTooLate(({ server: { options } }) =>
      useHeartbeatSocket('room', options),
    )
    takeWarnings()

    const store = useHeartbeatSocket('room')
    takeWarnings()

    expect(pinia._s.get('heartbeat-socket/room')).toBe(store)
  })

  it('useHeartbeatSocket keeps no socket alive that others use', async () => {
    let other!: HeartbeatSocketStore
    const { server } = await useTooLate(({ pinia, server: { options } }) => {
      other = useHeartbeatSocket('room', { pinia, ...options })
    })
    takeWarnings()

    expect(other.status).toBe('idle')
    expect(server.connections.length).toBe(0)
  })

  it('useHeartbeatSocket returns a declared socket as it is', async () => {
    const { result, server } = await useTooLate(
      () => useHeartbeatSocket('chat'),
      (kit) => (app) => app.use(HeartbeatSocket, { sockets: { chat: kit.server.options } }),
    )

    expect(server.connections.length).toBe(1)
    expect(result.status).toBe('connecting')
  })

  it.each([
    ['onSocketMessage', ({ handler }: Kit) => onSocketMessage(handler)],
    [
      'onSocketMessage with a filter',
      ({ handler }: Kit) => onSocketMessage((message) => message === 1, handler),
    ],
    ['onSocketEvent', ({ handler }: Kit) => onSocketEvent('message', handler)],
  ])('%s attaches nothing', async (_, listen) => {
    const { result, server, handler } = await useTooLate(
      listen,
      (kit) => (app) => app.use(HeartbeatSocket, kit.server.options),
    )

    server.accept()
    server.send(1)
    result()

    expect(handler).not.toHaveBeenCalled()
    expect(takeWarnings()).toEqual([expect.stringContaining('HEARTBEAT_SOCKET_C0008')])
  })

  it('a handler for a socket of its own leaves no record', async () => {
    const { pinia } = await useTooLate(({ handler, server: { options } }) => {
      useHeartbeatSocket('room', options)
      onSocketMessage(handler, { socket: 'room' })
    })

    expect(leftIn(pinia).records).toEqual([])
    expect(takeWarnings()).toHaveLength(2)
  })
})

describe('in a component that is still there when its setup has waited', () => {
  it('useHeartbeatSocket and onSocketMessage work, and end with it', async () => {
    const { pinia, timers, server } = setUpServer()
    const handler = vi.fn()
    const gate = createGate()
    const use = (): void => {
      useHeartbeatSocket('room', server.options)
      onSocketMessage(handler, { socket: 'room' })
    }
    const { unmount } = mountApp((app) => app.use(pinia), {
      render: () =>
        h(Suspense, null, { default: () => h(WaitingSetup, { gate: gate.passed, use }) }),
    })
    gate.open()
    await timers.advance(0)

    server.accept()
    server.send(1)
    unmount()

    expect(handler).toHaveBeenCalledTimes(1)
    expect(server.connections[0]!.closeCode).toBe(1005)
    expect(leftIn(pinia).records).toEqual([])
  })
})
