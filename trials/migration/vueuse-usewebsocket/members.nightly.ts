// @vitest-environment happy-dom
import { expect } from 'vitest'
import { watch } from 'vue'
import { onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { install } from '../support/app.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

tryTable('VueUse useWebSocket', 'Member', {
  async data() {
    const heard: string[] = []
    const old = there()
    old.scope.run(() => watch(old.data, (data) => heard.push(`watch ${data}`)))
    const ours = install({}, () => {
      const socket = useHeartbeatSocket()
      watch(
        () => socket.lastMessage,
        (data) => heard.push(`store ${data}`),
      )
      onSocketMessage((data) => heard.push(`handler ${data}`))
    })
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const data of ['a', 'b', 'b']) {
      for (const { peer } of [old, ours]) peer.send(data)
    }
    expect([old.data.value, ours.store.lastMessage]).toEqual(['b', 'b'])
    await pass(250)
    expect(heard.sort()).toEqual(['handler a', 'handler b', 'handler b', 'store b', 'watch b'])

    const json = install({ codec: 'json' })
    json.peer.accept()
    json.peer.send({ price: 3 })
    expect(json.store.lastMessage).toEqual({ price: 3 })
  },

  async status() {
    const [old, ours] = [there({ autoReconnect: true }), install()]
    const seen = (): string[] => [old.status.value, ours.store.status]
    expect(seen()).toEqual(['CONNECTING', 'connecting'])
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    expect(seen()).toEqual(['OPEN', 'open'])
    for (const { peer } of [old, ours]) {
      peer.goSilent()
      peer.drop()
    }
    expect(seen()).toEqual(['CLOSED', 'reconnecting'])
    await pass(5_000)
    expect(seen()).toEqual(['CONNECTING', 'reconnecting'])
    for (const { close } of [old, ours.store]) close()
    expect(seen()).toEqual(['CLOSED', 'closed'])
    expect(there({ immediate: false }).status.value).toBe('CLOSED')
    expect(install({ autoConnect: false }).store.status).toBe('idle')
  },

  async 'close()'() {
    const [old, ours] = [there(), install()]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { close, send } of [old, ours.store]) {
      close()
      send('late')
    }
    expect([old.peer.link.closeCode, ours.peer.link.closeCode]).toEqual([1000, 1005])
    await settle()
    old.open()
    ours.store.connect()
    await settle()
    expect([old.peer.received, ours.peer.received]).toEqual([['late'], []])

    const waiting = [there({ autoReconnect: true }), install()] as const
    for (const { peer } of waiting) peer.refuse()
    await settle()
    waiting[0].close()
    waiting[1].store.close()
    await pass(60_000)
    for (const { peer } of waiting) expect(peer.attempts).toBe(1)
  },

  async 'open()'() {
    const [old, ours] = [there(), install()]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    old.open()
    ours.store.connect()
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([2, 1])
    ours.store.reconnect()
    expect(ours.peer.attempts).toBe(2)
    for (const { peer } of [old, ours]) expect(peer.alive).toBe(1)
  },

  async 'send()'() {
    const [old, ours] = [there(), install({ outbox: { maxMessages: 2 } })]
    for (const data of ['a', 'b', 'c']) {
      expect(old.send(data)).toBe(false)
      expect(ours.store.send(data)).toBe('queued')
    }
    expect(old.send('now or never', false)).toBe(false)
    const instant = install({ outbox: false })
    expect(instant.store.send('now or never')).toBe('dropped')
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    expect([old.peer.received, ours.peer.received]).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ])
    expect([old.send('d'), ours.store.send('d')]).toEqual([true, 'sent'])

    const json = install({ codec: 'json' })
    json.peer.accept()
    await settle()
    old.send({ price: 3 } as never)
    json.store.send({ price: 3 })
    expect(old.peer.received.at(-1)).toBe('[object Object]')
    expect(json.peer.received).toEqual(['{"price":3}'])
  },

  async ws() {
    const old = there({ autoReconnect: true })
    const ours = install({ binaryType: 'arraybuffer' })
    old.ws.value!.binaryType = 'arraybuffer'
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { peer } of [old, ours]) peer.drop()
    await pass(5_000)

    for (const { peer } of [old, ours]) expect(peer.attempts).toBe(2)
    expect(old.ws.value).toBe(old.peer.link.socket)
    expect(old.peer.link.socket.binaryType).toBe('blob')
    expect(ours.peer.link.socket.binaryType).toBe('arraybuffer')
    expect('ws' in ours.store).toBe(false)
  },
})
