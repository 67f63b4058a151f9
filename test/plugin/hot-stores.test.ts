import { acceptHMRUpdate, defineStore, type Pinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
} from 'vue-heartbeat-socket'
import { mountApp, setUpServer, type ServerKit } from '../store/support/set-up.ts'

/** An app with a socket, and its Pinia. */
function setUp({ isInstalled = true } = {}): ServerKit {
  const kit = setUpServer()
  const { pinia, server } = kit
  if (isInstalled) mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))
  server.accept()
  return kit
}

/** What a bundler does when a module with this store's setup has been edited. */
function edit(pinia: Pinia, id: string, setup: () => object): void {
  const useStore = defineStore(id, setup)
  const hot = { data: { pinia }, invalidate: () => expect.unreachable() }
  acceptHMRUpdate(useStore as never, hot)({ useStore })
}

const roomsOf = (pinia: Pinia): string[] => [...pinia._s.keys()].filter((id) => /room/.test(id))

describe("a hot update of a user's own store", () => {
  it.each([
    ['onSocketMessage', (handler: () => void) => onSocketMessage(handler)],
    [
      'onSocketMessage with a filter',
      (handler: () => void) => onSocketMessage(() => true, handler),
    ],
    ['onSocketEvent', (handler: () => void) => onSocketEvent('message', handler)],
    [
      'onSocketMessage in a scope of its own',
      (handler: () => void) => effectScope().run(() => onSocketMessage(handler)),
    ],
  ])('leaves one handler of %s', (_, listen) => {
    const { pinia, server } = setUp()
    const handlers = [vi.fn(), vi.fn(), vi.fn()]
    const setups = handlers.map((handler) => () => {
      listen(handler)
      return {}
    })
    defineStore('feed', setups[0]!)()

    edit(pinia, 'feed', setups[1]!)
    edit(pinia, 'feed', setups[2]!)
    server.send(1)

    expect(handlers.map(({ mock }) => mock.calls.length)).toEqual([0, 0, 1])
  })

  it('keeps the state, and lets the new handler write it', () => {
    const { pinia, server } = setUp()
    const setup = (): object => {
      const total = ref(0)
      onSocketMessage((price) => (total.value += price))
      return { total }
    }
    const store: any = defineStore('feed', setup)()
    server.send(1)

    edit(pinia, 'feed', setup)
    edit(pinia, 'feed', setup)
    server.send(2)

    expect(store.total).toBe(3)
  })

  it('leaves the handlers of other stores, of components and of nested stores once each', () => {
    const { pinia, server } = setUp()
    const [other, outside, nested] = [vi.fn(), vi.fn(), vi.fn()]
    const useNested = defineStore('nested', () => {
      onSocketMessage(nested)
      return {}
    })
    const setup = (): object => {
      useNested()
      return {}
    }
    defineStore('feed', setup)()
    defineStore('other', () => {
      onSocketMessage(other)
      return {}
    })()
    onSocketMessage(outside)

    edit(pinia, 'feed', setup)
    edit(pinia, 'feed', setup)
    server.send(1)

    expect([other, outside, nested].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1])
  })

  it('leaves the handlers of a nested store that is edited once each', () => {
    const { pinia, server } = setUp()
    const handler = vi.fn()
    const nested = (): object => {
      onSocketMessage(handler)
      return {}
    }
    const useNested = defineStore('nested', nested)
    defineStore('feed', () => {
      useNested()
      return {}
    })()

    edit(pinia, 'nested', nested)
    edit(pinia, 'nested', nested)
    server.send(1)

    expect(handler).toHaveBeenCalledTimes(1)
  })

  it('keeps the link of a socket that both versions make', async () => {
    const { pinia, server, timers } = setUp({ isInstalled: false })
    const setup = (): object => {
      useHeartbeatSocket('room/1', server.options)
      return {}
    }
    defineStore('feed', setup)()
    await timers.advance(0)

    edit(pinia, 'feed', setup)
    edit(pinia, 'feed', setup)

    expect(server.connections.map(({ readyState }) => readyState)).toEqual([1])
  })

  it('ends the socket that the new version uses no more', async () => {
    const { pinia, server, timers } = setUp({ isInstalled: false })
    const setupFor = (room: number) => () => {
      useHeartbeatSocket(`room/${room}`, server.options)
      return {}
    }
    defineStore('feed', setupFor(1))()

    edit(pinia, 'feed', setupFor(2))
    await timers.advance(2_000)

    expect(roomsOf(pinia)).toEqual(['heartbeat-socket/room/2'])
    expect(server.connections.map(({ closeCode }) => closeCode)).toEqual([1005, null])
  })

  it('leaves nothing after $dispose() of the store', async () => {
    const { pinia, server, timers } = setUp({ isInstalled: false })
    const handler = vi.fn()
    onSocketMessage(handler, { socket: 'room/1' })()
    const setup = (): object => {
      useHeartbeatSocket('room/1', server.options)
      onSocketMessage(handler, { socket: 'room/1' })
      return {}
    }
    const store = defineStore('feed', setup)()
    edit(pinia, 'feed', setup)

    store.$dispose()
    server.send(1)
    await timers.advance(2_000)

    expect(handler).not.toHaveBeenCalled()
    expect(roomsOf(pinia)).toEqual([])
    expect(timers.pending).toBe(0)
  })

  it('serves a store that is made anew after $dispose()', () => {
    const { pinia, server } = setUp()
    const handler = vi.fn()
    const setup = (): object => {
      onSocketMessage(handler)
      return {}
    }
    const useFeed = defineStore('feed', setup)
    useFeed().$dispose()
    useFeed()

    edit(pinia, 'feed', setup)
    server.send(1)

    expect(handler).toHaveBeenCalledTimes(1)
  })
})
