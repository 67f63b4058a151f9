// @vitest-environment happy-dom
import { expect, vi } from 'vitest'
import { onSocketEvent, onSocketMessage } from 'vue-heartbeat-socket'
import { takeErrors } from '../../../test/support/console.ts'
import { install } from '../support/app.ts'
import { createPeer } from '../support/peer.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { createStore, there } from './there.ts'

tryTable('vue-native-websocket-vue3', 'Option', {
  'the url'() {
    const urls = {
      '//example.com/live': 'ws://example.com/live',
      '/live': `ws://${location.host}/live`,
    }
    for (const [given, url] of Object.entries(urls)) {
      for (const { peer } of [there({}, {}, given), install({ url: given })]) {
        expect(peer.link.url.replace('http', 'ws')).toBe(url)
      }
    }

    expect(() => there({}, {}, '')).toThrow('cannot locate connection')
    const without = install({ url: null })
    expect([without.store.status, without.peer.attempts]).toEqual(['idle', 0])
    expect(install({ url: 'nonsense:' }).store.status).toBe('failed')
    expect(takeErrors()).toHaveLength(1)
  },

  protocol() {
    const peers = [there({ protocol: 'v1' }), install({ protocols: 'v1' })].map(({ peer }) => peer)
    for (const { link } of peers) expect(link.protocols).toEqual(['v1'])
  },

  async WebSocket() {
    const own = createPeer()
    const { store, calls } = createStore()
    const WebSocket = new own.WebSocket('wss://own.test/')
    there({ store, WebSocket, reconnection: true })
    const ours = install()
    for (const peer of [own, ours.peer]) peer.accept()
    await settle()
    for (const peer of [own, ours.peer]) peer.drop()
    await pass(60_000)

    expect([own.attempts, ours.peer.attempts]).toEqual([1, 2])
    expect(calls.map(([name]) => name).slice(-1)).toEqual(['SOCKET_RECONNECT'])
    expect(ours.store.status).toBe('open')
  },

  async format() {
    const { store, calls } = createStore()
    const heard: unknown[] = []
    const [old, ours] = [
      there(
        { store, format: 'json' },
        { sockets: { onmessage: ({ data }: MessageEvent) => heard.push(data) } },
      ),
      install({ codec: 'json' }, () => onSocketMessage((message) => heard.push(message))),
    ]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { peer } of [old, ours]) peer.send({ price: 3 })
    expect(calls.at(-1)).toEqual(['SOCKET_ONMESSAGE', { price: 3 }])
    expect(new Set(heard)).toEqual(new Set(['{"price":3}', { price: 3 }]))

    for (const text of ['not JSON', 'null']) expect(() => old.peer.send(text)).toThrow()
    for (const text of ['not JSON', 'null']) ours.peer.send(text)
    expect(ours.store.error?.code).toBe('HEARTBEAT_SOCKET_R0004')
    expect(ours.store.log.map(({ kind }) => kind)).toEqual(['message', 'invalid', 'message'])

    const plain = there()
    plain.peer.accept()
    await settle()
    expect('sendObj' in plain.globals.$socket).toBe(false)
  },

  async reconnection() {
    const [old, ours] = [there(), install()]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { peer } of [old, ours]) peer.drop()
    await pass(60_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 2])

    const set = [there({ reconnection: true }), install({ reconnect: false })] as const
    for (const { peer } of set) peer.accept()
    await settle()
    for (const { peer } of set) peer.drop()
    await pass(60_000)
    expect(set.map(({ peer }) => peer.attempts)).toEqual([2, 1])
  },

  async reconnectionAttempts() {
    const [old, ours] = [
      there({ reconnection: true, reconnectionAttempts: 2 }),
      install({ reconnect: { maxAttempts: 2 } }),
    ]
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(60_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([4, 3])

    const none = [
      there({ reconnection: true, reconnectionAttempts: 0 }),
      install({ reconnect: { maxAttempts: 0 } }),
    ] as const
    for (const { peer } of none) peer.refuse()
    await pass(60_000)
    expect(none.map(({ peer }) => peer.attempts)).toEqual([61, 1])

    const flapping = [
      there({ reconnection: true, reconnectionAttempts: 2 }),
      install({ reconnect: { maxAttempts: 2 } }),
    ] as const
    for (const { peer } of flapping) peer.accept()
    for (let time = 0; time < 20_000; time += 500) {
      for (const { peer } of flapping) peer.drop()
      await pass(500)
    }
    expect(flapping[0].peer.attempts).toBeGreaterThan(15)
    expect(flapping[1].peer.attempts).toBe(3)
  },

  async reconnectionDelay() {
    const [old, ours] = [
      there({ reconnection: true, reconnectionDelay: 3_000 }),
      install({ reconnect: { delay: () => 3_000 } }),
    ]
    const usual = install()
    for (const { peer } of [old, ours, usual]) peer.refuse()
    await pass(20_000)
    for (const { peer } of [old, ours]) expect(new Set(peer.gaps)).toEqual(new Set([3_000]))
    expect(usual.peer.gaps.slice(0, 4)).toEqual([5_000, 2_000, 4_000, 8_000])
  },

  async connectManually() {
    const [old, ours] = [there({ connectManually: true }), install({ autoConnect: false })]
    await pass(60_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([0, 0])
    expect([old.globals.$socket, ours.store.status]).toEqual([undefined, 'idle'])
    old.globals.$connect()
    ours.store.connect()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 1])

    expect('$connect' in there().globals).toBe(false)
    const { store } = install()
    store.close()
    store.connect()
    expect(store.status).toBe('connecting')
  },

  async store() {
    const { store, calls } = createStore(['SOCKET_ONOPEN'])
    const [old, ours] = [there({ store }), install()]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    expect(calls.map(([name]) => name)).toEqual(['SOCKET_ONOPEN'])
    expect(() => old.peer.send('x')).toThrow('is not a function')

    ours.peer.send('x')
    expect([ours.store.status, ours.store.lastMessage]).toEqual(['open', 'x'])
  },

  async mutations() {
    const { store, calls } = createStore()
    const commit = vi.fn()
    const mutations = { SOCKET_ONOPEN: 'opened' }
    const opened = vi.fn()
    for (const { peer } of [
      there({ store, mutations }),
      there({ store: { commit }, mutations }),
      install({}, () => onSocketEvent('open', opened)),
    ]) {
      peer.accept()
      await settle()
    }

    expect(calls[0]![0]).toBe('SOCKET_ONOPEN')
    expect(commit.mock.calls[0]![0]).toBe('opened')
    expect(opened).toHaveBeenCalledWith({ reconnected: false, recovered: null })
  },

  async passToStoreHandler() {
    const { store, calls } = createStore()
    const told: string[] = []
    const passToStoreHandler = (name: string, event: Event, next: Function): void => {
      told.push(name)
      if (event.type === 'open') next(name, event)
    }
    const ours = install({}, () => {
      onSocketEvent('open', () => told.push('open'))
      onSocketMessage((message) => told.push(message))
    })
    for (const { peer } of [there({ store, passToStoreHandler }), ours]) {
      peer.accept()
      await settle()
      peer.send('x')
    }

    expect(told).toEqual(['SOCKET_onopen', 'SOCKET_onmessage', 'open', 'x'])
    expect(calls.map(([name]) => name)).toEqual(['SOCKET_ONOPEN'])
  },

  async $setInstance() {
    const $setInstance = vi.fn()
    const old = there({ reconnection: true, $setInstance })
    old.peer.accept()
    await settle()

    expect($setInstance).not.toHaveBeenCalled()
    expect(old.globals.$socket).toBe(old.peer.link.socket)
  },

  'an unknown option'() {
    expect(there({ reconnecting: true }).peer.attempts).toBe(1)

    expect(install({ reconnecting: true } as object).store.status).toBe('failed')
    expect(takeErrors()).toEqual([expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0002' })])
  },
})
