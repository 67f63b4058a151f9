import { setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
  type PluginSocketOptions,
} from 'vue-heartbeat-socket'
import { takeWarnings } from '../support/console.ts'
import { mountApp, setUpServer, type ServerKit } from '../store/support/set-up.ts'
import { leftIn } from './support/left-in.ts'

interface Kit extends ServerKit {
  /** Of a socket that ends with its last user. */
  options: PluginSocketOptions
  /** Uses the room's socket, with options, in a scope of its own. */
  enter(): EffectScope
}

function setUp(): Kit {
  const kit = setUpServer()
  const { server } = kit
  const options = { ...server.options, closeDelay: 0 }
  const enter = (): EffectScope => {
    const scope = effectScope()
    scope.run(() => useHeartbeatSocket('room/1', options))
    return scope
  }
  return { ...kit, options, enter }
}

describe('a socket made at run time', () => {
  it('is made on first use', () => {
    const { server, enter } = setUp()

    enter()
    enter()

    expect(server.connections).toHaveLength(1)
  })

  it('is there for those who give no options', () => {
    const { server, enter } = setUp()
    enter()
    server.accept()

    const store = useHeartbeatSocket('room/1')

    expect(store.$id).toBe('heartbeat-socket/room/1')
    expect(store.status).toBe('open')
  })

  it('ends with its last scope', () => {
    const { server, timers, enter } = setUp()
    const [one, two] = [enter(), enter()]
    server.accept()

    one.stop()
    expect(server.connections[0]!.readyState).toBe(1)
    two.stop()

    expect(server.connections[0]!.closeCode).toBe(1005)
    expect(timers.pending).toBe(0)
  })

  it('ends with its store and state', () => {
    const { pinia, server, enter } = setUp()
    const scope = enter()
    const store = useHeartbeatSocket('room/1')
    server.accept()
    server.send(1)

    scope.stop()

    expect(pinia._s.has(store.$id)).toBe(false)
    expect(pinia.state.value).toEqual({})
    expect([store.status, store.received]).toEqual(['idle', 0])
  })

  it('ends with the scope of a user who gave no options', () => {
    const { server, enter } = setUp()
    const maker = enter()
    const user = effectScope()
    user.run(() => useHeartbeatSocket('room/1'))
    server.accept()

    maker.stop()
    expect(server.connections[0]!.readyState).toBe(1)
    user.stop()

    expect(server.connections[0]!.closeCode).toBe(1005)
  })

  it('ends with the scope of a user who came before it was made', () => {
    const { server, enter } = setUp()
    const early = effectScope()
    const store = early.run(() => useHeartbeatSocket('room/1'))!
    takeWarnings()
    const maker = enter()
    server.accept()

    maker.stop()
    expect(store.status).toBe('open')
    early.stop()

    expect(server.connections[0]!.closeCode).toBe(1005)
  })

  it('begins anew when it is made again', () => {
    const { server, enter } = setUp()
    const scope = enter()
    const first = useHeartbeatSocket('room/1')
    server.accept()
    server.send(1)
    scope.stop()

    const again = enter()
    const second = useHeartbeatSocket('room/1')

    expect(second).not.toBe(first)
    expect([second.status, second.received, second.log]).toEqual(['connecting', 0, []])
    again.stop()
  })

  it('lasts outside of a scope until $dispose()', () => {
    const { server, timers, enter, options } = setUp()
    const store = useHeartbeatSocket('room/1', options)
    server.accept()

    enter().stop()
    expect(store.status).toBe('open')
    store.$dispose()

    expect(server.connections[0]!.closeCode).toBe(1005)
    expect(timers.pending).toBe(0)
  })

  it('does not end with a scope that used the one before $dispose()', () => {
    const { server, enter } = setUp()
    const old = enter()
    useHeartbeatSocket('room/1').$dispose()
    const fresh = enter()

    old.stop()
    server.accept()

    expect(useHeartbeatSocket('room/1').status).toBe('open')
    expect(server.connections.map(({ closeCode }) => closeCode)).toEqual([1005, null])
    fresh.stop()
  })

  it('ends with its scope though one before it was kept until $dispose()', () => {
    const { server, enter, options } = setUp()
    useHeartbeatSocket('room/1', options).$dispose()

    enter().stop()

    expect(server.connections.map(({ closeCode }) => closeCode)).toEqual([1005, 1005])
  })

  it('keeps the handlers of those who outlive it', () => {
    const { server, enter } = setUp()
    const handler = vi.fn()
    onSocketMessage(handler, { socket: 'room/1' })
    enter().stop()

    const scope = enter()
    server.accept()
    server.send(1)

    expect(handler).toHaveBeenCalledTimes(1)
    scope.stop()
  })

  it('leaves nothing of itself in the Pinia', () => {
    const { pinia, options } = setUp()

    for (let room = 0; room < 100; room++) {
      const scope = effectScope()
      scope.run(() => {
        useHeartbeatSocket(`room/${room}`, options)
        onSocketMessage(() => {}, { socket: `room/${room}` })
      })
      scope.stop()
    }

    const disposed = effectScope()
    disposed.run(() => useHeartbeatSocket('room', options).$dispose())
    disposed.stop()

    expect(leftIn(pinia).records).toEqual([])
  })

  it('is the socket that the app has declared, if it has', () => {
    const { pinia, server, options } = setUp()
    const { unmount } = mountApp((app) =>
      app.use(pinia).use(HeartbeatSocket, { sockets: { room: options } }),
    )
    const scope = effectScope()
    scope.run(() => useHeartbeatSocket('room', { ...options, url: 'wss://other.test' }))
    expect(takeWarnings()).toHaveLength(1)
    server.accept()

    scope.stop()

    expect(server.connections.map(({ url, readyState }) => [url, readyState])).toEqual([
      ['wss://fake-server.test/', 1],
    ])
    expect(useHeartbeatSocket('room').status).toBe('open')
    unmount()
  })

  it('may be used outside of components with a Pinia', () => {
    const { pinia, server, options } = setUp()
    setActivePinia(undefined)

    const store = useHeartbeatSocket('room/1', { pinia, ...options })
    server.accept()

    expect(store.status).toBe('open')
    expect(useHeartbeatSocket('room/1', { pinia })).toBe(store)
    store.$dispose()
  })

  it('may be made again by a listener of its own close', async () => {
    const { server, timers, pinia, enter, options } = setUp()
    const scope = enter()
    server.accept()
    const again = (): unknown => useHeartbeatSocket('room/1', { pinia, ...options })
    const remove = onSocketEvent('close', again, { socket: 'room/1' })

    scope.stop()
    await timers.advance(0)

    expect(useHeartbeatSocket('room/1').status).toBe('open')
    remove()
    useHeartbeatSocket('room/1').$dispose()
  })
})
