import { describe, expect, it } from 'vitest'
import { defineComponent, effectScope, h, nextTick, ref, type Component } from 'vue'
import { HeartbeatSocket, onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { takeWarnings } from '../support/console.ts'
import { mountApp, setUpServer } from '../store/support/set-up.ts'
import { leftIn, NOTHING } from './support/left-in.ts'

/** A component that looks up a socket. */
const lookingUp = (name: string): Component =>
  defineComponent({
    setup() {
      const socket = useHeartbeatSocket(name)
      onSocketMessage(() => {}, { socket: name })
      return () => h('p', socket.status)
    },
  })

describe('a name that was used and is no more', () => {
  it('leaves nothing when no socket of it was ever made', () => {
    const { pinia } = setUpServer()

    for (let room = 0; room < 50; room++) {
      const scope = effectScope()
      scope.run(() => useHeartbeatSocket(`room/${room}`))
      scope.stop()
    }
    takeWarnings()

    expect(leftIn(pinia)).toEqual(NOTHING)
  })

  it('leaves nothing of components whose name changes', async () => {
    const { pinia } = setUpServer()
    const room = ref(0)
    const { unmount } = mountApp((app) => app.use(pinia), {
      render: () => h(lookingUp(`room/${room.value}`), { key: room.value }),
    })

    for (let next = 1; next < 20; next++) {
      room.value = next
      await nextTick()
    }
    const last = leftIn(pinia)
    unmount()
    takeWarnings()

    expect(last).toEqual({
      records: ['room/19'],
      stores: ['heartbeat-socket/room/19'],
      states: ['heartbeat-socket/room/19'],
    })
    expect(leftIn(pinia)).toEqual(NOTHING)
  })

  it('stays while another scope uses it', () => {
    const { pinia } = setUpServer()
    const [one, two] = [effectScope(), effectScope()]
    one.run(() => useHeartbeatSocket('room'))
    two.run(() => useHeartbeatSocket('room'))
    takeWarnings()

    one.stop()
    expect(leftIn(pinia).records).toEqual(['room'])
    two.stop()

    expect(leftIn(pinia)).toEqual(NOTHING)
  })
})

describe('an app that unmounts', () => {
  it.each([
    ['that no component has used', { render: () => null }],
    ['that a component has used', lookingUp('chat')],
  ])('leaves nothing of a declared socket %s', (_, root) => {
    const { pinia, server } = setUpServer()
    const { unmount } = mountApp(
      (app) => app.use(pinia).use(HeartbeatSocket, { sockets: { chat: server.options } }),
      root,
    )

    unmount()

    expect(leftIn(pinia)).toEqual(NOTHING)
  })

  it('leaves nothing of the default socket', () => {
    const { pinia, server } = setUpServer()
    const { unmount } = mountApp(
      (app) => app.use(pinia).use(HeartbeatSocket, server.options),
      lookingUp('default'),
    )

    unmount()

    expect(leftIn(pinia)).toEqual(NOTHING)
  })

  it('leaves the store to a scope that outlives it, and a new app binds to that', () => {
    const { pinia, server } = setUpServer()
    const install = (): (() => void) =>
      mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options)).unmount
    const unmount = install()
    const scope = effectScope()
    const store = scope.run(() => useHeartbeatSocket())!

    unmount()
    expect(store.status).toBe('idle')
    const unmountNext = install()
    server.accept()
    expect(store.status).toBe('open')
    unmountNext()
    scope.stop()

    expect(leftIn(pinia)).toEqual(NOTHING)
  })

  it('leaves the store to those who have looked it up outside of a scope', () => {
    const { pinia, server } = setUpServer()
    const { unmount } = mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))
    const store = useHeartbeatSocket()

    unmount()
    expect(useHeartbeatSocket()).toBe(store)
    takeWarnings()
    store.$dispose()

    expect(leftIn(pinia)).toEqual(NOTHING)
  })
})
