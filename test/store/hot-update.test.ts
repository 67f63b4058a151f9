import { acceptHMRUpdate, type Pinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { useHeartbeatSocket } from 'vue-heartbeat-socket'
import { defineSocketStore } from '../../src/store/socket-store.ts'
import { setUp } from './support/set-up.ts'

/** What a bundler does when the module of a store has changed. */
function hotUpdate(pinia: Pinia): void {
  const useStore = defineSocketStore('default', pinia)
  const hot = { data: { pinia }, invalidate: () => expect.unreachable() }
  acceptHMRUpdate(useStore as never, hot)({ useStore })
}

const Status = defineComponent({
  setup() {
    const socket = useHeartbeatSocket()
    return () => `${socket.status} ${socket.received} ${socket.isOpen} ${socket.log.length}`
  },
})

describe('a setup that runs again', () => {
  it('makes no second socket', async () => {
    const { open, pinia, server } = setUp()
    await open()

    hotUpdate(pinia)

    expect(server.connections.map(({ readyState }) => readyState)).toEqual([1])
  })

  it('binds to the socket that is there', async () => {
    const { element, open, pinia, server, store, timers } = setUp({ root: Status })
    await open()
    server.send({ n: 1 })
    await timers.frame()

    hotUpdate(pinia)
    expect([store.status, store.received, store.lastMessage]).toEqual(['open', 1, { n: 1 }])
    server.send({ n: 2 })
    await timers.frame()
    expect(element.textContent).toBe('open 2 true 2')
    server.drop()
    await timers.frame()

    expect(element.textContent).toBe('reconnecting 2 false 2')
  })

  it('holds nothing back that it has read', async () => {
    const { open, pinia, server, store } = setUp()
    await open()

    hotUpdate(pinia)
    server.drop()
    store.send('a')

    expect([store.queued, store.retryAt]).toEqual([1, expect.any(Number)])
  })

  it('leaves the actions working', async () => {
    const { open, pinia, server, store } = setUp()
    await open()

    hotUpdate(pinia)
    store.send('a')
    store.$reset()
    store.close()

    expect(server.received).toEqual(['a'])
    expect([store.status, store.sent]).toEqual(['closed', 0])
  })

  it('leaves the socket to end with the app', async () => {
    const { open, pinia, server, timers, unmount } = setUp()
    await open()

    hotUpdate(pinia)
    unmount()

    expect(server.connections[0]!.closeCode).toBe(1005)
    expect(timers.pending).toBe(0)
  })
})
