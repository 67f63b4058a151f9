import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { computed, effectScope, h, nextTick, ref, watchEffect } from 'vue'
import {
  HeartbeatSocket,
  onSocketEvent,
  onSocketMessage,
  useHeartbeatSocket,
  type PluginSocketOptions,
} from 'vue-heartbeat-socket'
import { takeWarnings } from '../support/console.ts'
import { mountApp, setUpServer } from '../store/support/set-up.ts'

const codes = (): string[] => takeWarnings().map((text) => /C\d{4}/.exec(String(text))![0])

describe('a second user with other options', () => {
  /** What is warned of when a socket is used with these options, and then with the others. */
  function warningsOf(
    first: Partial<PluginSocketOptions>,
    second: Partial<PluginSocketOptions>,
  ): unknown[] {
    const { options } = setUpServer().server
    const scope = effectScope()
    scope.run(() => {
      useHeartbeatSocket('room', { ...options, ...first })
      useHeartbeatSocket('room', { ...options, ...second })
    })
    scope.stop()
    return takeWarnings()
  }

  it.each<[string, Partial<PluginSocketOptions>, Partial<PluginSocketOptions>]>([
    ['url', { url: 'wss://a.test' }, { url: 'wss://b.test' }],
    ['url', { url: new URL('wss://a.test') }, { url: new URL('wss://b.test') }],
    ['codec', {}, { codec: 'text' }],
    ['protocols', { protocols: ['a'] }, { protocols: ['a', 'b'] }],
    ['heartbeat', { heartbeat: { interval: 1_000 } }, { heartbeat: { interval: 2_000 } }],
    ['heartbeat', { heartbeat: false }, { heartbeat: { interval: 2_000 } }],
    ['log', { log: {} }, { log: false }],
    ['closeDelay', {}, { closeDelay: 0 }],
  ])('is warned of: %s', (option, first, second) => {
    expect(warningsOf(first, second)).toEqual([
      expect.stringMatching(new RegExp(`C0009[^]*"room"[^]*"${option}"`)),
    ])
  })

  it.each<[string, Partial<PluginSocketOptions>, Partial<PluginSocketOptions>]>([
    ['the same', { heartbeat: { interval: 1 } }, { heartbeat: { interval: 1 } }],
    ['fewer', { heartbeat: { interval: 1 } }, {}],
    ['a url that is written as a URL', { url: 'wss://a.test/' }, { url: new URL('wss://a.test') }],
    ['another function', { url: () => 'wss://a.test' }, { url: () => 'wss://b.test' }],
    ['another ref', { url: ref('wss://a.test') }, { url: ref('wss://b.test') }],
    [
      'another codec',
      { codec: { encode: String, decode: String } },
      { codec: { encode: String, decode: Number } },
    ],
    ['undefined', { codec: 'text' }, { codec: undefined }],
  ])('is not warned of: %s', (_, first, second) => {
    expect(warningsOf(first, second)).toEqual([])
  })

  it('is warned of once for each option, and without a value, which can be a token', () => {
    const { options } = setUpServer().server
    const scope = effectScope()
    scope.run(() => {
      for (const token of ['a', 'secret', 'secret']) {
        useHeartbeatSocket('room', { ...options, url: `wss://a.test?token=${token}` })
      }
    })
    scope.stop()

    expect(takeWarnings()).toEqual([expect.not.stringContaining('secret')])
  })

  it('is warned of when the socket is declared', () => {
    const { options } = setUpServer().server
    mountApp((app) => app.use(createPinia()).use(HeartbeatSocket, { sockets: { room: options } }), {
      setup: () => {
        useHeartbeatSocket('room', { ...options, codec: 'text' })
        return () => null
      },
    })

    expect(codes()).toEqual(['C0009'])
  })

  it('is not warned of when the first has left', () => {
    const { options } = setUpServer().server
    const scopes = [effectScope(), effectScope()]
    scopes[0]!.run(() => useHeartbeatSocket('room', options))
    scopes[0]!.stop()

    scopes[1]!.run(() => useHeartbeatSocket('room', { ...options, codec: 'text' }))

    expect(takeWarnings()).toEqual([])
    useHeartbeatSocket('room').$dispose()
  })
})

describe('a name that is a function or a ref', () => {
  it.each<[string, unknown]>([
    ['a function', () => 'room'],
    ['a ref', ref('room')],
    ['a computed', computed(() => 'room')],
  ])('is read once, and warned of: %s', (_, name) => {
    const { options } = setUpServer().server
    const store = useHeartbeatSocket(name as string, options)
    const remove = onSocketMessage(() => {}, { socket: name as string })

    expect(store.$id).toBe('heartbeat-socket/room')
    expect(codes()).toEqual(['C0010', 'C0010'])
    remove()
    store.$dispose()
  })
})

describe('a socket that is created where there is no scope', () => {
  it('is warned of in an effect that runs again', async () => {
    const { options } = setUpServer().server
    const room = ref(1)
    const scope = effectScope()
    scope.run(() => watchEffect(() => void useHeartbeatSocket(`room/${room.value}`, options)))
    expect(takeWarnings()).toEqual([])

    room.value = 2
    await nextTick()

    expect(takeWarnings()).toEqual([expect.stringMatching(/C0011[^]*"room\/2"/)])
    scope.stop()
    useHeartbeatSocket('room/1').$dispose()
    useHeartbeatSocket('room/2').$dispose()
  })

  it('is warned of in a template that renders again', async () => {
    const { options } = setUpServer().server
    const pinia = createPinia()
    const room = ref(1)
    const { unmount } = mountApp(
      (app) => app.use(pinia),
      () => h('p', useHeartbeatSocket(`room/${room.value}`, options).status),
    )
    takeWarnings()

    room.value = 2
    await nextTick()

    expect(takeWarnings()).toEqual([expect.stringMatching(/C0011[^]*"room\/2"/)])
    unmount()
    for (const name of ['room/1', 'room/2']) useHeartbeatSocket(name, { pinia }).$dispose()
  })

  it('is not warned of in a plain module', () => {
    const { options } = setUpServer().server

    const store = useHeartbeatSocket('room', options)

    expect(takeWarnings()).toEqual([])
    store.$dispose()
  })
})

describe('a store where a name is taken', () => {
  it.each(['default', 'room'])('is listened to: %s', (name) => {
    const { server } = setUpServer()
    const store = useHeartbeatSocket(name, server.options)
    setActivePinia(createPinia())
    const [messages, events] = [vi.fn(), vi.fn()]
    const removers = [
      onSocketMessage(messages, { socket: store }),
      onSocketMessage(() => true, messages, { socket: store }),
      onSocketEvent('open', events, { socket: store }),
    ]
    server.accept()
    server.send(1)

    expect([messages.mock.calls.length, events.mock.calls.length]).toEqual([2, 1])
    for (const remove of removers) remove()
    server.send(2)
    expect(messages).toHaveBeenCalledTimes(2)
    store.$dispose()
  })
})
