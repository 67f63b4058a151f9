// @vitest-environment happy-dom
import { expect } from 'vitest'
import { onSocketMessage } from 'vue-heartbeat-socket'
import { install } from '../support/app.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { createStore, there } from './there.ts'

tryTable('vue-native-websocket-vue3', 'Member', {
  async $socket() {
    const [old, ours] = [there({ reconnection: true }), install()]
    const first = old.globals.$socket
    expect(() => first.send('early')).toThrow('Still connecting')
    expect(ours.store.send('early')).toBe('queued')
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    expect(ours.peer.received).toEqual(['early'])

    for (const { peer } of [old, ours]) peer.drop()
    await pass(500)
    expect(old.globals.$socket).toBe(first)
    expect(() => first.send('lost')).not.toThrow()
    ours.store.send('kept')
    await pass(5_000)
    expect(old.globals.$socket).not.toBe(first)
    expect([old.peer.received, ours.peer.received]).toEqual([[], ['early', 'kept']])
  },

  async '$socket.sendObj()'() {
    const [old, ours] = [there({ format: 'json' }), install({ codec: 'json' })]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    old.globals.$socket.sendObj({ price: 3 })
    ours.store.send({ price: 3 })
    for (const { peer } of [old, ours]) expect(peer.received).toEqual(['{"price":3}'])

    old.globals.$socket.sendObj('text')
    ours.store.send('text')
    expect([old.peer.received.at(-1), ours.peer.received.at(-1)]).toEqual(['"text"', 'text'])
  },

  async '$socket.onmessage'() {
    const { store, calls } = createStore()
    const heard: string[] = []
    const old = there({ store, reconnection: true })
    const ours = install({}, () => onSocketMessage((message) => heard.push(`ours ${message}`)))
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    old.globals.$socket.onmessage = ({ data }: MessageEvent) => heard.push(`old ${data}`)
    for (const { peer } of [old, ours]) peer.send('one')
    for (const { peer } of [old, ours]) peer.drop()
    await pass(6_000)
    for (const { peer } of [old, ours]) peer.send('two')

    expect(heard).toEqual(['old one', 'ours one', 'ours two'])
    expect(calls.filter(([name]) => name === 'SOCKET_ONMESSAGE')).toHaveLength(1)
  },

  async '$connect()'() {
    const [old, ours] = [there({ connectManually: true }), install({ autoConnect: false })]
    for (const { peer } of [old, ours]) peer.accept()
    old.globals.$connect('wss://one.test/')
    ours.store.configure({ url: 'wss://one.test/' })
    ours.store.connect()
    await settle()
    for (const { peer } of [old, ours]) expect(peer.link.url).toBe('wss://one.test/')

    old.globals.$connect()
    ours.store.connect()
    await settle()
    expect([old.peer.alive, ours.peer.alive]).toEqual([2, 1])
  },

  async '$disconnect()'() {
    const [old, ours] = [
      there({ connectManually: true, reconnection: true }),
      install({ autoConnect: false }),
    ]
    for (const { peer } of [old, ours]) peer.accept()
    old.globals.$connect()
    ours.store.connect()
    await settle()
    old.globals.$disconnect()
    ours.store.close()
    await pass(60_000)
    for (const { peer } of [old, ours]) {
      expect([peer.alive, peer.attempts, peer.link.closeCode]).toEqual([0, 1, 1005])
    }
    expect('$socket' in old.globals).toBe(false)
    expect(ours.store.send('late')).toBe('dropped')
    expect('$disconnect' in there().globals).toBe(false)
  },

  async sockets() {
    const heard: string[] = []
    const old = there(
      {},
      { sockets: { onmessage: ({ data }: MessageEvent) => heard.push(`old ${data}`) } },
    )
    const ours = install({}, () => onSocketMessage((message) => heard.push(`ours ${message}`)))
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { peer } of [old, ours]) peer.send('one')
    expect(heard.splice(0)).toEqual(['old one', 'old one', 'ours one'])

    old.app.unmount()
    old.peer.send('two')
    expect(heard).toEqual(['old two'])
  },

  async '$options.sockets'() {
    const heard: string[] = []
    const [old, ours] = [there(), install()]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    const { sockets } = old.vm.$options
    sockets.onmessage = ({ data }: MessageEvent) => heard.push(data)
    const remove = onSocketMessage((message) => heard.push(message), { pinia: ours.pinia })
    for (const { peer } of [old, ours]) peer.send('one')
    delete sockets.onmessage
    remove()
    for (const { peer } of [old, ours]) peer.send('two')

    expect(heard).toEqual(['one', 'one'])
  },

  async 'globalProperties.sockets'() {
    const heard: string[] = []
    const [first, second] = [there(), there()]
    for (const { peer } of [first, second]) peer.accept()
    await settle()
    second.globals.sockets.onmessage = ({ data }: MessageEvent) => heard.push(data)
    first.peer.send('of the first')
    second.peer.send('of the second')
    expect(heard).toEqual(['of the first', 'of the second'])

    const ours = [install(), install()] as const
    onSocketMessage((message) => heard.push(message), { pinia: ours[1].pinia })
    for (const { peer } of ours) {
      peer.accept()
      await settle()
      peer.send('ours')
    }
    expect(heard.slice(2)).toEqual(['ours'])
  },

  async 'app.unmount()'() {
    const [old, ours] = [there(), install()]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { app } of [old, ours]) app.unmount()
    expect([old.peer.alive, ours.peer.alive]).toEqual([1, 0])
  },
})
