import { describe, expect, it } from 'vitest'
import { defineComponent, effectScope, h, nextTick, ref, type EffectScope } from 'vue'
import {
  HeartbeatSocket,
  onSocketMessage,
  useHeartbeatSocket,
  type HeartbeatSocketStore,
  type PluginSocketOptions,
} from 'vue-heartbeat-socket'
import type { FakeServer } from 'vue-heartbeat-socket/testing'
import { takeErrors } from '../support/console.ts'
import { mountApp, setUpServer, type ServerKit } from '../store/support/set-up.ts'

interface Kit extends ServerKit {
  /** Uses the room's socket in a scope of its own. */
  enter(options?: Partial<PluginSocketOptions>): { scope: EffectScope; store: HeartbeatSocketStore }
}

function setUp(): Kit {
  const kit = setUpServer()
  const { server } = kit
  server.accept()
  return {
    ...kit,
    enter(options = {}) {
      const scope = effectScope()
      const store = scope.run(() => useHeartbeatSocket('room', { ...server.options, ...options }))!
      return { scope, store }
    },
  }
}

const urlsOf = ({ connections }: FakeServer): string[] => connections.map(({ url }) => url)
const endsOf = ({ connections }: FakeServer): (number | null)[] =>
  connections.map(({ closeCode }) => closeCode)

describe('a socket made at run time outlives its last user', () => {
  it('by a second', async () => {
    const { pinia, server, timers, enter } = setUp()
    const { scope, store } = enter()
    await timers.advance(100)

    scope.stop()
    await timers.advance(999)
    expect(store.status).toBe('open')
    await timers.advance(1)

    expect(endsOf(server)).toEqual([1005])
    expect([pinia._s.size, pinia.state.value, timers.pending]).toEqual([0, {}, 0])
  })

  it.each([5_000, 60_000])('by a closeDelay of %i', async (closeDelay) => {
    const { server, timers, enter } = setUp()
    const { scope } = enter({ closeDelay })
    await timers.advance(100)

    scope.stop()
    await timers.advance(closeDelay - 1)
    expect(endsOf(server)).toEqual([null])
    await timers.advance(1)

    expect(endsOf(server)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })

  it('not at all by a closeDelay of 0', async () => {
    const { server, timers, enter } = setUp()
    const { scope } = enter({ closeDelay: 0 })
    await timers.advance(100)

    scope.stop()

    expect(endsOf(server)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })

  it('by a closeDelay from the defaults, and by one that was configured', async () => {
    const { pinia, server, timers, enter } = setUp()
    mountApp((app) =>
      app.use(pinia).use(HeartbeatSocket, { sockets: {}, defaults: { closeDelay: 3_000 } }),
    )
    const { scope } = enter()
    await timers.advance(100)
    scope.stop()
    await timers.advance(2_999)
    const { scope: again, store } = enter()
    expect(endsOf(server)).toEqual([null])

    store.configure({ closeDelay: 7_000 })
    again.stop()
    await timers.advance(6_999)
    expect(endsOf(server)).toEqual([null])
    await timers.advance(1)

    expect(endsOf(server)).toEqual([1005])
  })

  it('also while it waits to connect', async () => {
    const { server, timers, enter } = setUp()
    server.refuse()
    const { scope, store } = enter()
    await timers.advance(10)
    expect(store.status).toBe('reconnecting')

    scope.stop()
    await timers.advance(999)
    expect(store.status).toBe('reconnecting')
    await timers.advance(1)

    expect(timers.pending).toBe(0)
  })

  it('and receives meanwhile', async () => {
    const { server, timers, enter } = setUp()
    const { scope } = enter()
    await timers.advance(100)

    scope.stop()
    server.send(1)
    const { store } = enter()

    expect([store.received, store.lastMessage, store.log.length]).toEqual([1, 1, 1])
  })
})

describe('a user that comes in time', () => {
  it('finds the link, the state and the queue', async () => {
    const { server, timers, enter } = setUp()
    server.drop()
    const { scope, store } = enter({ url: 'wss://fake-server.test/room' })
    await timers.advance(100)
    server.send('greeting')
    server.drop()
    store.send('waiting')

    scope.stop()
    await timers.advance(600)
    const next = enter({ url: 'wss://fake-server.test/room' }).store
    expect(next).toBe(store)
    expect([next.received, next.queued]).toEqual([1, 1])
    await timers.advance(10_000)

    expect(server.received).toEqual(['waiting'])
    expect(next.status).toBe('open')
  })

  it('keeps the socket from then on', async () => {
    const { server, timers, enter } = setUp()
    enter().scope.stop()
    await timers.advance(600)

    enter()
    await timers.advance(60_000)

    expect(endsOf(server)).toEqual([null])
  })

  it('may give no options', async () => {
    const { server, timers, enter } = setUp()
    enter().scope.stop()
    await timers.advance(600)

    const scope = effectScope()
    scope.run(() => useHeartbeatSocket('room'))
    await timers.advance(60_000)
    expect(endsOf(server)).toEqual([null])
    scope.stop()
    await timers.advance(1_000)

    expect(endsOf(server)).toEqual([1005])
  })

  it('is not one that only looks it up outside of a scope', async () => {
    const { server, timers, enter } = setUp()
    enter().scope.stop()

    useHeartbeatSocket('room').send('from an event handler')
    await timers.advance(1_000)

    expect(endsOf(server)).toEqual([1005])
    expect(server.received).toEqual(['from an event handler'])
  })

  it('may be an app that declares the socket', async () => {
    const { pinia, server, timers, enter } = setUp()
    enter().scope.stop()

    const { unmount } = mountApp((app) =>
      app.use(pinia).use(HeartbeatSocket, { sockets: { room: server.options } }),
    )
    await timers.advance(60_000)
    expect(endsOf(server)).toEqual([null])
    unmount()

    expect(endsOf(server)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })

  it('connects again what its last user has closed', async () => {
    const { timers, enter } = setUp()
    const { scope, store } = enter()
    await timers.advance(100)
    store.close()
    scope.stop()

    enter()
    await timers.advance(100)

    expect(store.status).toBe('open')
  })
})

describe('the options of a user that comes in time', () => {
  /** What is asked of a server in 100 ms, with the first options and then with the others. */
  async function change(
    first: Partial<PluginSocketOptions>,
    then: Partial<PluginSocketOptions>,
  ): Promise<Kit & { store: HeartbeatSocketStore }> {
    const kit = setUp()
    const { scope, store } = kit.enter(first)
    await kit.timers.advance(100)
    scope.stop()
    await kit.timers.advance(500)
    kit.enter(then)
    await kit.timers.advance(100)
    return { ...kit, store }
  }

  it('replace the link where the fixed url is another', async () => {
    const { server } = await change({ url: 'wss://a.test' }, { url: 'wss://b.test' })

    expect(urlsOf(server)).toEqual(['wss://a.test/', 'wss://b.test/'])
    expect(endsOf(server)).toEqual([1005, null])
  })

  it.each<[string, Partial<PluginSocketOptions>, Partial<PluginSocketOptions>]>([
    ['the same url', { url: 'wss://a.test' }, { url: 'wss://a.test' }],
    [
      'a URL object that says the same',
      { url: new URL('wss://a.test') },
      { url: new URL('wss://a.test') },
    ],
    ['a ref of the same url', { url: ref('wss://a.test') }, { url: ref('wss://a.test') }],
    ['another url function', { url: () => 'wss://a.test' }, { url: () => 'wss://b.test' }],
    ['a url function instead of a url', { url: 'wss://a.test' }, { url: () => 'wss://b.test' }],
    [
      'another codec object',
      { codec: { encode: String, decode: String } },
      { codec: { encode: String, decode: Number } },
    ],
    ['a codec by another name', { codec: 'json' }, { codec: 'text' }],
    ['a protocols function', { protocols: () => 'a' }, { protocols: () => 'b' }],
    ['a list of protocols', { protocols: ['a'] }, { protocols: ['b'] }],
    ['other times', { heartbeat: { interval: 1_000 } }, { heartbeat: { interval: 2_000 } }],
    ['another handshake', { handshake: () => {} }, { handshake: () => {} }],
  ])('leave the link: %s', async (_, first, then) => {
    const { server, store } = await change(first, then)

    expect(server.connections).toHaveLength(1)
    expect([store.status, store.queued]).toEqual(['open', 0])
  })

  it.each<[string, Partial<PluginSocketOptions>, Partial<PluginSocketOptions>]>([
    ['a url function', { url: () => 'wss://a.test' }, { url: () => 'wss://b.test' }],
    ['a url function instead of a url', { url: 'wss://a.test' }, { url: () => 'wss://b.test' }],
  ])('hold from the next attempt: %s', async (_, first, then) => {
    const { server, timers } = await change(first, then)

    server.drop()
    await timers.advance(10_000)

    expect(urlsOf(server)).toEqual(['wss://a.test/', 'wss://b.test/'])
  })

  it.each<[string, PluginSocketOptions['protocols'], PluginSocketOptions['protocols']]>([
    ['a function', () => 'a', () => 'b'],
    ['a list', ['a'], ['b']],
  ])('hold from the next attempt: protocols as %s', async (_, first, then) => {
    const { server, timers } = await change({ protocols: first }, { protocols: then })

    server.drop()
    await timers.advance(10_000)

    expect(server.connections.map(({ protocols }) => [protocols].flat())).toEqual([['a'], ['b']])
  })

  it('keep the queue where another url function takes over', async () => {
    const kit = setUp()
    kit.server.refuse()
    const { scope, store } = kit.enter({ url: () => 'wss://fake-server.test' })
    await kit.timers.advance(10)
    store.send('waiting')
    scope.stop()

    kit.enter({ url: () => 'wss://fake-server.test' })
    kit.server.accept()
    await kit.timers.advance(10_000)

    expect(kit.server.received).toEqual(['waiting'])
  })

  it('decode what comes with the new codec object', async () => {
    const codec = (decode: (text: string) => unknown) => ({ encode: String, decode })
    const { server, store } = await change({ codec: codec(String) }, { codec: codec(Number) })

    server.send('7')

    expect(store.lastMessage).toBe(7)
  })

  it('still let configure() replace a url function', async () => {
    const { server, store } = await change(
      { url: () => 'wss://a.test' },
      { url: () => 'wss://b.test' },
    )

    store.configure({ url: () => 'wss://c.test' })

    expect(urlsOf(server)).toEqual(['wss://a.test/', 'wss://c.test/'])
  })

  it('follow the new ref and no longer the old one', async () => {
    const [first, then] = [ref('wss://a.test'), ref('wss://a.test')]
    const { server, timers } = await change({ url: first }, { url: then })

    first.value = 'wss://b.test'
    await timers.advance(100)
    expect(urlsOf(server)).toEqual(['wss://a.test/'])
    then.value = 'wss://c.test'
    await timers.advance(100)

    expect(urlsOf(server)).toEqual(['wss://a.test/', 'wss://c.test/'])
  })

  it('are reported when they are wrong, and the link stays', async () => {
    const { server, store } = await change({}, { connectTimeout: -1 })

    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0001' }])
    expect(store.status).toBe('open')
    expect(server.connections).toHaveLength(1)
  })
})

describe('it ends at once', () => {
  it('at $dispose()', async () => {
    const { pinia, server, timers, enter } = setUp()
    const { scope, store } = enter()
    await timers.advance(100)
    scope.stop()

    store.$dispose()

    expect(endsOf(server)).toEqual([1005])
    expect([pinia.state.value, timers.pending]).toEqual([{}, 0])
  })

  it('without a connection, because its options were refused', () => {
    const { pinia, timers, enter } = setUp()
    const { scope } = enter({ connectTimeout: -1 })
    takeErrors()

    scope.stop()

    expect([pinia._s.size, timers.pending]).toEqual([0, 0])
  })
})

describe('an app that unmounts', () => {
  const Room = (server: FakeServer) =>
    defineComponent({
      setup() {
        const socket = useHeartbeatSocket('room', server.options)
        onSocketMessage(() => {}, { socket: 'room' })
        return () => h('p', socket.status)
      },
    })

  it('leaves no socket, and no timer, of a component that is there', async () => {
    const { pinia, server, timers } = setUp()
    const { unmount } = mountApp((app) => app.use(pinia), Room(server))
    await timers.advance(100)

    unmount()

    expect(endsOf(server)).toEqual([1005])
    expect([pinia._s.size, pinia.state.value, timers.pending]).toEqual([0, {}, 0])
  })

  it('leaves none of a component that left shortly before', async () => {
    const { pinia, server, timers } = setUp()
    const isShown = ref(true)
    const room = Room(server)
    const { unmount } = mountApp((app) => app.use(pinia), {
      render: () => (isShown.value ? h(room) : null),
    })
    await timers.advance(100)
    isShown.value = false
    await nextTick()
    expect(endsOf(server)).toEqual([null])

    unmount()

    expect(endsOf(server)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })

  it('leaves none of a scope that is no component, as in a store', async () => {
    const { pinia, server, timers, enter } = setUp()
    const { unmount } = mountApp((app) => app.use(pinia))
    const { scope } = enter()
    await timers.advance(100)
    scope.stop()

    unmount()

    expect(endsOf(server)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })

  it('leaves what was last used in another app', async () => {
    const { pinia, server, timers } = setUp()
    const one = mountApp((app) => app.use(pinia), Room(server))
    const two = mountApp((app) => app.use(pinia), Room(server))
    await timers.advance(100)

    one.unmount()
    expect(endsOf(server)).toEqual([null])
    two.unmount()

    expect(endsOf(server)).toEqual([1005])
    expect(timers.pending).toBe(0)
  })
})

describe('a change of route', () => {
  it('from one user of a socket to another keeps the link', async () => {
    const { pinia, server, timers } = setUp()
    const page = ref('a')
    const pages: Record<string, ReturnType<typeof defineComponent>> = {}
    for (const name of ['a', 'b']) {
      pages[name] = defineComponent({
        setup() {
          const socket = useHeartbeatSocket('room', {
            ...server.options,
            url: () => 'wss://a.test',
          })
          return () => h('p', `${name} ${socket.status} ${socket.received}`)
        },
      })
    }
    const { element } = mountApp((app) => app.use(pinia), {
      render: () => (page.value ? h(pages[page.value]!) : null),
    })
    await timers.advance(100)
    server.send(1)

    page.value = ''
    await nextTick()
    await timers.advance(600)
    page.value = 'b'
    await nextTick()

    expect(element.textContent).toBe('b open 1')
    expect(server.connections).toHaveLength(1)
  })
})
