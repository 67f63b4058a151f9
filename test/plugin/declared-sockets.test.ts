import { describe, expect, it } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { HeartbeatSocket, useHeartbeatSocket } from 'vue-heartbeat-socket'
import type { HeartbeatSocketStore } from 'vue-heartbeat-socket'
import { mountApp, setUpServer, type ServerKit } from '../store/support/set-up.ts'

interface Kit extends ServerKit {
  /** Mounts an app that declares the socket; returns what unmounts it. */
  declare(): () => void
  /** Uses the socket, with options, in a scope of its own. */
  enter(): EffectScope
  look(): HeartbeatSocketStore
}

function setUp(): Kit {
  const kit = setUpServer()
  const { pinia, server } = kit
  const sockets = { chat: server.options }
  return {
    ...kit,
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
  it.each(['before', 'after'])('outlives the app with a scope that began %s it', (order) => {
    const { server, declare, enter, look } = setUp()
    const early = order === 'before' ? enter() : null
    const unmount = declare()
    const scope = early ?? enter()
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

  it('outlives the scope, and ends with the app', () => {
    const { server, timers, declare, enter, look } = setUp()
    const scope = enter()
    const unmount = declare()

    scope.stop()
    server.accept()
    expect(look().status).toBe('open')
    unmount()

    expect(server.connections.map(({ closeCode }) => closeCode)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })
})
