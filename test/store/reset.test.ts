import { describe, expect, it } from 'vitest'
import { onSocketEvent } from 'vue-heartbeat-socket'
import { countTriggers, setUp } from './support/set-up.ts'

describe('$reset', () => {
  it('clears log, counters, latency and last values', async () => {
    const { store, open, server, timers } = setUp({ latency: 20 })
    await open()
    await timers.advance(20_000)
    server.drop()
    await timers.advance(5_000)
    server.send('{')
    server.send({ price: 3 })
    store.send('thanks')
    await timers.advance(20)
    expect(store.log).toHaveLength(3)

    store.$reset()

    expect(store.$state).toMatchObject({
      latency: null,
      lastMessage: null,
      lastClose: null,
      error: null,
      received: 0,
      sent: 0,
    })
    expect(store.log).toEqual([])
  })

  it('empties the outbox', () => {
    const { store } = setUp()
    store.send('a')

    store.$reset()

    expect(store.queued).toBe(0)
  })

  it('leaves the link alone', async () => {
    const { store, open, server, timers } = setUp()
    await open()

    store.$reset()

    expect(store.status).toBe('open')
    expect(store.openedAt).toBe(timers.now() - 16)
    expect(store.attempts).toBe(1)
    expect(server.connections.map(({ readyState }) => readyState)).toEqual([1])
  })

  it('counts anew from there', async () => {
    const { store, open, server } = setUp()
    await open()
    server.send(1)
    store.send('b')

    store.$reset()
    server.send(1)

    expect([store.received, store.sent, store.lastMessage]).toEqual([1, 0, 1])
    expect(store.log).toMatchObject([{ id: 3, data: 1 }])
  })

  it('triggers readers at once', async () => {
    const { store, open, server, timers } = setUp()
    await open()
    server.send(1)
    await timers.frame()
    const received = countTriggers(() => store.received)
    const lastMessage = countTriggers(() => store.lastMessage)

    store.$reset()

    expect([received.count, lastMessage.count]).toEqual([1, 1])
  })

  it('keeps cleared what was there, whatever the status does', async () => {
    const { store, open, server } = setUp()
    await open()
    server.send('{')
    server.drop()

    store.$reset()
    store.reconnect()

    expect(store.error).toBe(null)
    expect(store.lastClose).toBe(null)
  })

  it('shows the next heartbeat, close and error again', async () => {
    const { store, open, server, timers } = setUp({ latency: 20 })
    await open()
    await timers.advance(40_000)

    store.$reset()
    await timers.advance(40_000)
    expect(store.latency).toBe(40)
    server.send('{')
    await timers.advance(20)
    expect(store.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0004' })
    store.close()

    expect(store.lastClose?.code).toBe(1005)
  })

  it('says why a failed socket has failed', () => {
    const { store, server } = setUp({ socket: { reconnect: false } })
    server.refuse()

    store.$reset()

    expect(store.status).toBe('failed')
    expect(store.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0005' })
  })

  it('may be called by a listener', async () => {
    const { pinia, store, server } = setUp()
    onSocketEvent('open', () => store.$reset(), { pinia })

    server.accept()
    server.send(1)

    expect([store.status, store.received]).toEqual(['open', 1])
  })
})
