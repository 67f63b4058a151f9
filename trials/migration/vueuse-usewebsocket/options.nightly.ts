// @vitest-environment happy-dom
import { expect, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { onSocketEvent, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { takeErrors } from '../../../test/support/console.ts'
import { install } from '../support/app.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

const ONE = 'wss://one.test/'
const TWO = 'wss://two.test/'

tryTable('VueUse useWebSocket', 'Option', {
  async 'useWebSocket()'() {
    const first = there()
    const second = there()
    expect([first.peer.attempts, second.peer.attempts]).toEqual([1, 1])

    const ours = install({}, () => {
      useHeartbeatSocket()
      useHeartbeatSocket()
    })
    expect(ours.peer.attempts).toBe(1)
  },

  async url() {
    const urls = [ref<string | undefined>(ONE), ref<string | undefined>(ONE)] as const
    const [old, ours] = [there({}, urls[0]), install({ url: urls[1] })]
    for (const { send } of [old, ours.store]) send('for one')
    for (const url of urls) url.value = TWO
    await settle()
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { peer } of [old, ours]) expect(peer.link.url).toBe(TWO)
    expect([old.peer.received, ours.peer.received]).toEqual([['for one'], []])

    for (const url of urls) url.value = undefined
    await settle()
    for (const { peer } of [old, ours]) expect(peer.alive).toBe(0)
    expect([old.status.value, ours.store.status]).toEqual(['CLOSED', 'idle'])

    const room = ref(ONE)
    const getter = () => room.value
    const asked = [there({}, getter), install({ url: getter })] as const
    for (const { peer } of asked) peer.accept()
    room.value = TWO
    await settle()
    expect(asked.map(({ peer }) => peer.link.url)).toEqual([TWO, ONE])
    asked[1].store.reconnect()
    expect(asked[1].peer.link.url).toBe(TWO)
  },

  protocols() {
    const [old, ours] = [there({ protocols: ['v1'] }), install({ protocols: ['v1'] })]
    for (const { peer } of [old, ours]) expect(peer.link.protocols).toEqual(['v1'])

    expect(install({ protocols: () => 'v2' }).peer.link.protocols).toEqual(['v2'])
  },

  async immediate() {
    const [old, ours] = [there({ immediate: false }), install({ autoConnect: false })]
    await pass(60_000)
    for (const { peer } of [old, ours]) expect(peer.attempts).toBe(0)

    old.open()
    ours.store.connect()
    for (const { peer } of [old, ours]) expect(peer.attempts).toBe(1)
  },

  async autoConnect() {
    const url = ref(ONE)
    const old = there({ autoConnect: false }, url)
    const ours = install({ url: () => url.value })
    for (const { peer } of [old, ours]) peer.accept()
    url.value = TWO
    await settle()
    for (const { peer } of [old, ours]) expect(peer.link.url).toBe(ONE)
    old.open()
    ours.store.reconnect()
    for (const { peer } of [old, ours]) expect(peer.link.url).toBe(TWO)

    expect(install({ autoConnect: false }).peer.attempts).toBe(0)
  },

  async autoClose() {
    const old = there({ autoReconnect: true })
    const ours = install()
    const scope = effectScope()
    scope.run(() => useHeartbeatSocket('default', { pinia: ours.pinia }))
    const room = scope.run(() => {
      const { WebSocket } = ours.peer
      return useHeartbeatSocket('room', { pinia: ours.pinia, url: ONE, WebSocket })
    })!
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    old.scope.stop()
    scope.stop()
    expect([old.status.value, ours.store.status, room.status]).toEqual(['CLOSED', 'open', 'idle'])
    expect(ours.peer.alive).toBe(1)

    const staying = there({ autoReconnect: true })
    staying.peer.accept()
    await settle()
    window.dispatchEvent(new Event('beforeunload'))
    await pass(60_000)
    expect([staying.status.value, staying.peer.attempts]).toEqual(['CLOSED', 1])
    expect(ours.store.status).toBe('open')

    const kept = there({ autoClose: false })
    kept.peer.accept()
    await settle()
    kept.scope.stop()
    expect(kept.status.value).toBe('OPEN')
  },

  async autoReconnect() {
    const [old, ours] = [there(), install()]
    const set = [there({ autoReconnect: true }), install({ reconnect: false })] as const
    for (const { peer } of [old, ours, ...set]) peer.accept()
    await settle()
    for (const { peer } of [old, ours, ...set]) peer.drop()
    expect([old.status.value, ours.store.status]).toEqual(['CLOSED', 'reconnecting'])
    expect([set[0].status.value, set[1].store.status]).toEqual(['CLOSED', 'failed'])

    await pass(60_000)
    expect([old.status.value, ours.store.status]).toEqual(['CLOSED', 'open'])
    expect([set[0].status.value, set[1].store.status]).toEqual(['OPEN', 'failed'])
  },

  async 'autoReconnect.retries'() {
    const [old, ours] = [
      there({ autoReconnect: { retries: 2 } }),
      install({ reconnect: { maxAttempts: 2 } }),
    ]
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(60_000)
    for (const { peer } of [old, ours]) expect(peer.attempts).toBe(3)

    old.open()
    ours.store.connect()
    for (const { peer } of [old, ours]) peer.accept()
    for (let time = 0; time < 20_000; time += 500) {
      for (const { peer } of [old, ours]) peer.drop()
      await pass(500)
    }
    expect(old.peer.attempts).toBeGreaterThan(15)
    expect(ours.peer.attempts).toBe(6)

    const predicates = [
      there({ autoReconnect: { retries: (retried) => retried < 1 } }),
      install({ reconnect: { shouldReconnect: ({ code }) => code !== 4_000 } }),
    ] as const
    for (const { peer } of predicates) peer.accept()
    await settle()
    for (const { peer } of predicates) peer.close(4_000)
    await pass(60_000)
    expect(predicates.map(({ peer }) => peer.attempts)).toEqual([2, 1])
  },

  async 'autoReconnect.delay'() {
    const [old, ours] = [there({ autoReconnect: true }), install()]
    const fixed = install({ reconnect: { delay: () => 1_000 } })
    const random = install({ random: () => 0.5 })
    for (const { peer } of [old, ours, fixed, random]) peer.refuse()
    await pass(60_000)
    for (const { peer } of [old, fixed]) expect(new Set(peer.gaps)).toEqual(new Set([1_000]))
    expect(ours.peer.gaps.slice(0, 5)).toEqual([5_000, 2_000, 4_000, 8_000, 16_000])
    expect(random.peer.gaps.slice(0, 3)).toEqual([2_500, 1_250, 2_500])

    const grow = (attempt: number): number => attempt * 100
    const grown = [
      there({ autoReconnect: { delay: grow } }),
      install({ reconnect: { delay: grow } }),
    ]
    for (const { peer } of grown) peer.refuse()
    await pass(1_000)
    for (const { peer } of grown) expect(peer.gaps.slice(0, 3)).toEqual([100, 200, 300])
  },

  async 'autoReconnect.onFailed'() {
    const onFailed = vi.fn()
    const statuses: string[] = []
    const old = there({ autoReconnect: { retries: 1, onFailed } })
    const ours = install({ reconnect: { maxAttempts: 1 } }, () =>
      onSocketEvent('status', ({ status }) => statuses.push(status)),
    )
    for (const { peer } of [old, ours]) peer.refuse()
    await pass(60_000)

    expect(onFailed).toHaveBeenCalledOnce()
    expect(statuses.filter((status) => status === 'failed')).toHaveLength(1)
    expect(ours.store.error?.code).toBe('HEARTBEAT_SOCKET_R0005')
  },

  'an unknown option'() {
    const old = there({ autoReconect: true } as object)
    expect(old.status.value).toBe('CONNECTING')

    const ours = install({ autoReconect: true } as object)
    expect(takeErrors()).toEqual([expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0002' })])
    expect(ours.store.status).toBe('failed')
  },
})
