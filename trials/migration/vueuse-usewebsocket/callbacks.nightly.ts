// @vitest-environment happy-dom
import { expect, vi } from 'vitest'
import { onSocketEvent, onSocketMessage } from 'vue-heartbeat-socket'
import { install } from '../support/app.ts'
import { settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

tryTable('VueUse useWebSocket', 'Callback', {
  async onConnected() {
    const sides = [
      there({ onConnected: () => sides[0].send('hello') }),
      install({}, () => onSocketEvent('open', () => sides[1].store.send('hello'))),
    ] as const
    sides[0].send('queued')
    sides[1].store.send('queued')
    for (const { peer } of sides) peer.accept()
    await settle()

    for (const { peer } of sides) expect(peer.received).toEqual(['queued', 'hello'])
  },

  async onDisconnected() {
    const told: unknown[] = []
    const old = there({ onDisconnected: (_, { code }) => told.push(code) })
    const ours = install({}, () => onSocketEvent('close', (close) => told.push(close)))
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    old.peer.close(4_000)
    ours.peer.close(4_000)
    expect(told).toEqual([4_000, { code: 4_000, reason: '', wasClean: true, cause: 'server' }])
  },

  onError() {
    const onError = vi.fn()
    const told: string[] = []
    const old = there({ onError })
    const ours = install({}, () => {
      onSocketEvent('error', () => told.push('error'))
      onSocketEvent('close', ({ cause }) => told.push(cause))
    })
    for (const { peer } of [old, ours]) peer.refuse()

    expect(onError).toHaveBeenCalledOnce()
    expect(told).toEqual(['network'])
  },

  async onMessage() {
    const told: unknown[] = []
    const old = there({ onMessage: (_, { data }) => told.push(data) })
    const ours = install({ codec: 'json' }, () =>
      onSocketMessage((message, { at }) => told.push(message, at)),
    )
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { peer } of [old, ours]) peer.send({ price: 3 })

    expect(told).toEqual(['{"price":3}', { price: 3 }, Date.now()])
  },
})
