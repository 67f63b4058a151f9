import { describe, expect, it } from 'vitest'
import { storeToRefs } from 'pinia'
import { nextTick, watch } from 'vue'
import { onSocketEvent } from 'vue-heartbeat-socket'
import { countTriggers, setUp } from './support/set-up.ts'

const absent = {
  suspendedBy: null,
  openedAt: null,
  latency: null,
  suspectedAt: null,
  protocol: null,
  lastReceivedAt: null,
  lastMessage: null,
  lastClose: null,
  error: null,
  received: 0,
  sent: 0,
  queued: 0,
  unconfirmed: 0,
  recovered: null,
  isLeader: true,
}

describe('the state', () => {
  it('is idle until asked to connect', () => {
    const { store } = setUp({ socket: { autoConnect: false } })

    expect(store.$state).toEqual({ status: 'idle', attempts: 0, retryAt: null, ...absent })
    expect(store.isOpen).toBe(false)
    expect(store.log).toEqual([])
  })

  it('shows the first attempt', () => {
    const { store } = setUp()

    expect(store.$state).toEqual({ status: 'connecting', attempts: 1, retryAt: null, ...absent })
  })

  it('shows the opening', () => {
    const { store, server, timers } = setUp()

    server.accept()

    expect(store.status).toBe('open')
    expect(store.isOpen).toBe(true)
    expect(store.openedAt).toBe(timers.now())
  })

  it('shows when the link is stable', async () => {
    const { store, open, timers, server } = setUp()
    await open()
    const attempts = countTriggers(() => store.attempts)

    await timers.advance(10_000)
    expect(store.attempts).toBe(1)
    server.send('sign of life')

    expect(store.attempts).toBe(0)
    expect(attempts.count).toBe(1)
  })

  it('shows the latency of a heartbeat, and none once the link is lost', async () => {
    const { store, server, timers } = setUp({ latency: 20 })
    server.accept()

    await timers.advance(20_000)
    expect(store.latency).toBe(40)
    server.drop()
    await timers.advance(20)

    expect(store.latency).toBe(null)
  })

  it('shows a loss and the wait that follows', async () => {
    const { store, open, server, timers } = setUp()
    await open()

    server.close(1012, 'restart')

    expect(store.status).toBe('reconnecting')
    expect(store.retryAt).toBe(timers.now() + 2_500)
    expect(store.openedAt).toBe(null)
    expect(store.lastClose).toEqual({
      code: 1012,
      reason: 'restart',
      wasClean: true,
      cause: 'server',
      opened: true,
    })
  })

  it('shows what suspends it', () => {
    const page = { online: false, visible: true, subscribe: () => () => {} }
    const { store, server } = setUp({ socket: { page } })

    server.refuse()

    expect(store.status).toBe('suspended')
    expect(store.suspendedBy).toBe('offline')
  })

  it('shows what waits in the outbox', async () => {
    const { store, server } = setUp()

    store.send('later')
    expect(store.queued).toBe(1)
    server.accept()

    expect(store.queued).toBe(0)
    expect(store.sent).toBe(1)
  })

  it('shows the error that a final close means, until the next attempt', () => {
    const { store, server } = setUp({ socket: { reconnect: false } })

    server.refuse()
    expect(store.status).toBe('failed')
    expect(store.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0005' })
    store.connect()

    expect(store.error).toBe(null)
  })

  it('triggers at once what a change of status changes', async () => {
    const { store, server } = setUp()
    const seen: string[] = []
    watch(
      () => store.status,
      (status) => seen.push(status),
      { flush: 'sync' },
    )

    server.accept()
    server.drop()

    expect(seen).toEqual(['open', 'reconnecting'])
  })

  it('triggers nothing that has not changed', () => {
    const { store, server } = setUp()
    const error = countTriggers(() => store.error)

    server.accept()
    server.drop()

    expect(error.count).toBe(0)
  })

  it('is current inside a handler that sends', () => {
    const { pinia, store, server } = setUp()
    const seen: unknown[] = []
    onSocketEvent(
      'open',
      () => {
        seen.push(store.send('a'), store.sent)
        seen.push(store.send(Symbol('b') as unknown), store.error?.code)
      },
      { pinia },
    )

    server.accept()

    expect(seen).toEqual(['sent', 1, 'dropped', 'HEARTBEAT_SOCKET_R0003'])
  })

  it('is there as refs', async () => {
    const { store, server } = setUp()
    const { status, isOpen, lastMessage, log } = storeToRefs(store)

    server.accept()
    server.send({ price: 3 })
    await nextTick()

    expect([status.value, isOpen.value]).toEqual(['open', true])
    expect(lastMessage.value).toEqual({ price: 3 })
    expect(log.value).toHaveLength(1)
  })
})
