import { createPinia } from 'pinia'
import { createPersistedState } from 'pinia-plugin-persistedstate'
import { beforeEach, describe, expect, it } from 'vitest'
import { setUp } from './support/set-up.ts'

beforeEach(() => localStorage.clear())

describe('pinia-plugin-persistedstate', () => {
  it('restores no status, even if told to persist every store', async () => {
    localStorage.setItem('heartbeat-socket', JSON.stringify({ status: 'open', received: 7 }))
    const pinia = createPinia().use(createPersistedState({ auto: true }))

    const { store } = setUp({ pinia, socket: { autoConnect: false } })

    expect([store.status, store.received]).toEqual(['idle', 0])
  })

  it('stores nothing of a socket', async () => {
    const pinia = createPinia().use(createPersistedState({ auto: true }))
    const { open, server, timers } = setUp({ pinia })

    await open()
    server.send(1)
    await timers.frame()

    expect(localStorage.length).toBe(0)
  })
})
