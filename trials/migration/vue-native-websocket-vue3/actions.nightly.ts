// @vitest-environment happy-dom
import { expect, vi } from 'vitest'
import { onSocketEvent, onSocketMessage } from 'vue-heartbeat-socket'
import { install, type Installed } from '../support/app.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { createStore, there } from './there.ts'

interface Both {
  readonly old: ReturnType<typeof there>
  readonly ours: Installed
  /** Calls of this one action. */
  called(name: string): unknown[]
}

/** Both plugins, theirs with a store that has all actions. */
function both(setup?: () => void): Both {
  const { store, calls } = createStore()
  const old = there({ store, reconnection: true, reconnectionAttempts: 1 })
  const ours = install({ reconnect: { maxAttempts: 2 } }, setup)
  const called = (name: string): unknown[] =>
    calls.filter(([action]) => action === name).map(([, argument]) => argument)
  return { old, ours, called }
}

async function open({ old, ours }: Both): Promise<void> {
  for (const { peer } of [old, ours]) peer.accept()
  await settle()
}

tryTable('vue-native-websocket-vue3', 'Action', {
  async SOCKET_ONOPEN() {
    const opened = vi.fn()
    const sides = both(() => onSocketEvent('open', opened))
    await open(sides)

    expect(sides.called('SOCKET_ONOPEN')).toEqual([expect.objectContaining({ type: 'open' })])
    expect(opened).toHaveBeenCalledWith({ reconnected: false, recovered: null })
    expect(sides.ours.store.isOpen).toBe(true)
  },

  async SOCKET_ONCLOSE() {
    const closed = vi.fn()
    const sides = both(() => onSocketEvent('close', closed))
    await open(sides)
    for (const { peer } of [sides.old, sides.ours]) peer.close(4_000, 'bye')

    const close = { code: 4_000, reason: 'bye', wasClean: true }
    expect(sides.called('SOCKET_ONCLOSE')).toEqual([expect.objectContaining(close)])
    expect(closed).toHaveBeenCalledWith({ ...close, cause: 'server' })
    expect(sides.ours.store.lastClose).toEqual({ ...close, cause: 'server' })
  },

  async SOCKET_ONERROR() {
    const told: string[] = []
    const sides = both(() => {
      onSocketEvent('error', ({ code }) => told.push(code))
      onSocketEvent('close', ({ cause }) => told.push(cause))
    })
    for (const { peer } of [sides.old, sides.ours]) peer.refuse()
    expect(sides.called('SOCKET_ONERROR')).toHaveLength(1)
    expect(told).toEqual(['network'])

    await pass(60_000)
    expect(told).toEqual(['network', 'network', 'network', 'HEARTBEAT_SOCKET_R0005'])
  },

  async SOCKET_ONMESSAGE() {
    const told = vi.fn()
    const sides = both(() => onSocketMessage((message) => told(message)))
    await open(sides)
    for (const { peer } of [sides.old, sides.ours]) peer.send('hello')

    const [event] = sides.called('SOCKET_ONMESSAGE') as [MessageEvent]
    expect(event.data).toBe('hello')
    expect(told).toHaveBeenCalledWith('hello')
    expect(sides.ours.store.lastMessage).toBe('hello')
  },

  async SOCKET_RECONNECT() {
    const retries: unknown[] = []
    const sides = both(() =>
      onSocketEvent('status', ({ status, previous, attempt }) => {
        if (status === 'reconnecting' && previous === 'reconnecting') retries.push(attempt)
      }),
    )
    for (const { peer } of [sides.old, sides.ours]) peer.refuse()
    await pass(60_000)

    expect(sides.called('SOCKET_RECONNECT')).toEqual([1, 2])
    expect(retries.filter((attempt, at) => attempt !== retries[at - 1])).toEqual([2, 3])
    expect(sides.ours.store.attempts).toBe(3)
  },

  async SOCKET_RECONNECT_ERROR() {
    const sides = both()
    for (const { peer } of [sides.old, sides.ours]) peer.refuse()
    await pass(60_000)

    expect(sides.called('SOCKET_RECONNECT_ERROR')).toEqual([true])
    expect(sides.ours.store.status).toBe('failed')
    expect(sides.ours.store.error?.code).toBe('HEARTBEAT_SOCKET_R0005')
  },

  async 'mutation, action, namespace'() {
    const message = { mutation: 'added', namespace: 'cart', item: 1 }
    const { store, calls } = createStore()
    const [commit, dispatch, added] = [vi.fn(), vi.fn(), vi.fn()]
    const ours = install({ codec: 'json' }, () =>
      onSocketMessage((one) => one.mutation === 'added', added),
    )
    const toPinia = there({ store, format: 'json' })
    toPinia.peer.accept()
    await settle()
    toPinia.peer.send(message)
    for (const { peer } of [there({ store: { commit, dispatch }, format: 'json' }), ours]) {
      peer.accept()
      await settle()
      peer.send(message)
      peer.send({ action: 'load' })
    }

    expect(calls.at(-1)).toEqual(['SOCKET_ONMESSAGE', message])
    expect(commit).toHaveBeenLastCalledWith('cart/added', message)
    expect(dispatch).toHaveBeenCalledWith('load', { action: 'load' })
    expect(added).toHaveBeenCalledExactlyOnceWith(message, expect.anything())
  },
})
