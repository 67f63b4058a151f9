// @vitest-environment happy-dom
import { useIntervalFn } from '@vueuse/core'
import { expect } from 'vitest'
import { ref } from 'vue'
import { install } from '../support/app.ts'
import { pass, settle, tryTable } from '../support/try-table.ts'
import { there } from './there.ts'

tryTable('VueUse useWebSocket', 'Heartbeat option', {
  async heartbeat() {
    const [old, ours] = [there(), install()]
    const set = [there({ heartbeat: true }), install({ heartbeat: false })] as const
    const soonest = install({ random: () => 0 })
    for (const { peer } of [old, ours, ...set, soonest]) peer.accept()
    await pass(11_900)
    expect(soonest.peer.pings).toEqual([])
    await pass(200)
    expect(soonest.peer.pings).toEqual(['ping'])
    await pass(2_800)
    expect([old, ours, ...set].map(({ peer }) => peer.pings.length)).toEqual([0, 0, 14, 0])
    await pass(200)
    expect(ours.peer.pings).toEqual(['ping'])

    const busy = [there({ heartbeat: true }), install()] as const
    const always = install({ heartbeat: { interval: 1_000, idleOnly: false } })
    for (const { peer } of [...busy, always]) peer.accept()
    for (let time = 0; time < 20_000; time += 500) {
      for (const { peer } of [...busy, always]) peer.send('news')
      await pass(500)
    }
    expect(busy.map(({ peer }) => peer.pings.length)).toEqual([20, 0])
    expect(always.peer.pings.length).toBeGreaterThan(15)
  },

  async message() {
    const text = ref('a')
    const [old, ours] = [
      there({ heartbeat: { message: text } }),
      install({ heartbeat: { interval: 1_000, message: () => text.value } }),
    ]
    for (const { peer } of [old, ours]) peer.accept()
    await pass(1_100)
    text.value = 'b'
    for (const { peer } of [old, ours]) peer.send('alive')
    await pass(1_100)

    for (const { peer } of [old, ours]) expect(peer.received.slice(0, 2)).toEqual(['a', 'b'])
  },

  async responseMessage() {
    const [old, ours] = [there({ heartbeat: true }), install({ heartbeat: { interval: 1_000 } })]
    const set = [
      there({ heartbeat: { responseMessage: 'pong' } }),
      install({ heartbeat: { interval: 1_000, pong: 'another' } }),
    ] as const
    for (const { peer } of [old, ours, ...set]) peer.accept()
    await pass(1_100)

    expect([old.data.value, ours.store.lastMessage]).toEqual(['pong', null])
    expect([set[0].data.value, set[1].store.lastMessage]).toEqual([null, 'pong'])
  },

  async pongTimeout() {
    const [old, ours] = [
      there({ autoReconnect: true, heartbeat: { pongTimeout: 500 } }),
      install({ heartbeat: { interval: 1_000, timeout: 500 } }),
    ]
    for (const { peer } of [old, ours]) peer.accept()
    await settle()
    for (const { peer } of [old, ours]) peer.goSilent()
    await pass(1_600)
    expect([old.status.value, ours.store.status]).toEqual(['CLOSED', 'reconnecting'])

    await pass(5_000)
    expect([old.peer.attempts, ours.peer.attempts]).toEqual([1, 2])
    await pass(57_000)
    expect(old.peer.attempts).toBe(2)
  },

  async scheduler() {
    const scheduler = (beat: () => void) => useIntervalFn(beat, 5_000, { immediate: false })
    const [old, ours] = [
      there({ heartbeat: { scheduler } }),
      install({ heartbeat: { interval: 5_000 } }),
    ]
    for (const { peer } of [old, ours]) peer.accept()
    await pass(15_100)

    for (const { peer } of [old, ours]) expect(peer.pings).toHaveLength(3)
  },

  async interval() {
    const heartbeat = { interval: 5_000 }
    const [old, ours] = [there({ heartbeat }), install({ heartbeat })]
    for (const { peer } of [old, ours]) peer.accept()
    await pass(10_100)

    expect([old.peer.pings.length, ours.peer.pings.length]).toEqual([2, 2])
  },
})
