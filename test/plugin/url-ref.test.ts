import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { computed, effectScope, nextTick, ref, shallowRef } from 'vue'
import { useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import { takeErrors } from '../support/console.ts'
import { setUp } from '../store/support/set-up.ts'

const urlsOf = ({ server }: ReturnType<typeof setUp>): string[] =>
  server.connections.map(({ url }) => url)

describe('a url in a ref', () => {
  it('is connected to', () => {
    const kit = setUp({ socket: { url: ref('wss://a.test') } })

    expect(urlsOf(kit)).toEqual(['wss://a.test/'])
  })

  it('replaces the link when it changes', async () => {
    const url = ref('wss://a.test')
    const kit = setUp({ socket: { url } })
    kit.server.accept()

    url.value = 'wss://b.test'
    await nextTick()

    expect(urlsOf(kit)).toEqual(['wss://a.test/', 'wss://b.test/'])
    expect(kit.server.connections[0]!.readyState).toBeGreaterThan(1)
    expect(kit.store.status).toBe('reconnecting')
  })

  it('may be computed, and hold a URL', async () => {
    const room = ref(1)
    const kit = setUp({ socket: { url: computed(() => new URL(`wss://a.test/${room.value}`)) } })

    room.value = 2
    await nextTick()

    expect(urlsOf(kit)).toEqual(['wss://a.test/1', 'wss://a.test/2'])
  })

  it('may hold a function, which is not called for a change', () => {
    const kit = setUp({ socket: { url: shallowRef(() => 'wss://a.test') } })

    expect(urlsOf(kit)).toEqual(['wss://a.test/'])
  })

  it.each([null, undefined])('means not now while it is %s', async (absent) => {
    const url = ref<string | null | undefined>(absent)
    const kit = setUp({ socket: { url } })
    expect([kit.store.status, kit.store.error, kit.timers.pending]).toEqual(['idle', null, 0])

    url.value = 'wss://a.test'
    await nextTick()

    expect(urlsOf(kit)).toEqual(['wss://a.test/'])
    expect(kit.store.status).toBe('connecting')
  })

  it('ends the link when it becomes null', async () => {
    const url = ref<string | null>('wss://a.test')
    const { server, store, timers } = setUp({ socket: { url } })
    server.accept()

    url.value = null
    await timers.advance(60_000)

    expect(store.status).toBe('idle')
    expect(store.error).toBe(null)
    expect(server.connections.map(({ readyState }) => readyState)).toEqual([3])
  })

  it('does not open a socket that was closed', () => {
    const url = ref('wss://a.test')
    const kit = setUp({ socket: { url } })
    kit.store.close()

    url.value = 'wss://b.test'
    expect(kit.store.status).toBe('closed')
    kit.store.connect()

    expect(urlsOf(kit)).toEqual(['wss://a.test/', 'wss://b.test/'])
  })

  it('is not connected to with autoConnect: false', async () => {
    const url = ref('wss://a.test')
    const kit = setUp({ socket: { url, autoConnect: false } })

    url.value = 'wss://b.test'
    await nextTick()

    expect(urlsOf(kit)).toEqual([])
    expect(kit.store.status).toBe('idle')
  })

  it('is reported when it becomes wrong, and the link stays', async () => {
    const url = ref('wss://a.test')
    const kit = setUp({ socket: { url } })
    kit.server.accept()

    url.value = 'wss://'
    await nextTick()

    expect(takeErrors()).toMatchObject([{ code: 'HEARTBEAT_SOCKET_C0001' }])
    expect(kit.store.status).toBe('open')
    expect(kit.store.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_C0001' })
  })

  it('is no longer watched once the app is unmounted', async () => {
    const url = ref('wss://a.test')
    const kit = setUp({ socket: { url } })

    kit.unmount()
    url.value = 'wss://b.test'
    await nextTick()

    expect(urlsOf(kit)).toEqual(['wss://a.test/'])
  })

  it('does not disturb the socket of a later app', async () => {
    const url = ref('wss://a.test')
    const { pinia, unmount } = setUp({ socket: { url } })
    unmount()
    const later = setUp({ pinia, socket: { url: 'wss://b.test' } })

    url.value = 'wss://c.test'
    await nextTick()

    expect(urlsOf(later)).toEqual(['wss://b.test/'])
  })

  it('is watched as long as the socket lives, though its maker has left', async () => {
    const pinia = createPinia()
    const server = createFakeServer({ timers: createFakeTimers() })
    const url = ref('wss://a.test')
    const maker = effectScope()
    maker.run(() => useHeartbeatSocket('room', { pinia, ...server.options, url, closeDelay: 0 }))
    const user = effectScope()
    user.run(() => useHeartbeatSocket('room', { pinia }))

    maker.stop()
    url.value = 'wss://b.test'
    await nextTick()
    expect(server.connections).toHaveLength(2)
    user.stop()
    url.value = 'wss://c.test'
    await nextTick()

    expect(server.connections).toHaveLength(2)
  })
})
