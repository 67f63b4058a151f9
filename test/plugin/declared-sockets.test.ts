import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import type { HeartbeatSocketStore } from 'vue-heartbeat-socket'
import {
  createFakeServer,
  createFakeTimers,
  type FakeServer,
  type FakeTimers,
} from 'vue-heartbeat-socket/testing'
import { mountApp } from '../store/support/set-up.ts'

interface Kit {
  timers: FakeTimers
  server: FakeServer
  /** Mounts an app that declares the socket; returns what unmounts it. */
  declare(): () => void
  /** Uses the socket, with options, in a scope of its own. */
  enter(): EffectScope
  look(): HeartbeatSocketStore
}

function setUp(): Kit {
  const pinia = createPinia()
  setActivePinia(pinia)
  const timers = createFakeTimers()
  const server = createFakeServer({ timers })
  const sockets = { chat: server.options }
  return {
    timers,
    server,
    declare: () => mountApp((app) => app.use(pinia).use(HeartbeatSocket, { sockets })).unmount,
    enter() {
      const scope = effectScope()
      scope.run(() => useHeartbeatSocket('chat', { pinia, ...server.options }))
      return scope
    },
    look: () => useHeartbeatSocket('chat', { pinia }),
  }
}

describe('a declared socket that a scope uses with options', () => {
  it('outlives the app when the scope made it', () => {
    const { server, declare, enter, look } = setUp()
    const scope = enter()
    const unmount = declare()
    server.accept()

    unmount()

    expect(look().status).toBe('open')
    expect(server.connections).toHaveLength(1)
    scope.stop()
  })

  it('outlives the app when the scope came later', () => {
    const { server, declare, enter, look } = setUp()
    const unmount = declare()
    const scope = enter()
    server.accept()

    unmount()

    expect(look().status).toBe('open')
    expect(server.connections).toHaveLength(1)
    scope.stop()
  })

  it.each(['before', 'after'])('ends with a scope that began %s the declaration', (order) => {
    const { server, timers, declare, enter } = setUp()
    const early = order === 'before' ? enter() : null
    const unmount = declare()
    const scope = early ?? enter()
    server.accept()

    unmount()
    scope.stop()

    expect(server.connections.map(({ closeCode }) => closeCode)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })

  it('outlives the scope as long as there is the app', () => {
    const { server, declare, enter, look } = setUp()
    const scope = enter()
    declare()

    scope.stop()
    server.accept()

    expect(look().status).toBe('open')
    expect(server.connections).toHaveLength(1)
  })

  it('ends with the app when that stays longer', () => {
    const { server, timers, declare, enter } = setUp()
    const scope = enter()
    const unmount = declare()
    server.accept()

    scope.stop()
    unmount()

    expect(server.connections.map(({ closeCode }) => closeCode)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })
})
