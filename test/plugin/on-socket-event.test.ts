import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { HeartbeatSocket, onSocketEvent } from 'vue-heartbeat-socket'
import { FakePage } from '../connection/support/fake-page.ts'
import { mountApp, setUp } from '../store/support/set-up.ts'

describe('onSocketEvent', () => {
  it('hears each opening, so that one can subscribe again', async () => {
    const { pinia, store, server, timers } = setUp()
    onSocketEvent('open', ({ reconnected }) => store.send({ subscribe: 'prices', reconnected }), {
      pinia,
    })

    server.accept()
    server.drop()
    await timers.advance(5_000)

    expect(server.received).toEqual([
      '{"subscribe":"prices","reconnected":false}',
      '{"subscribe":"prices","reconnected":true}',
    ])
  })

  it.each(['lives', 'is dead'])(
    'subscribes once in all where a component is mounted on a suspected link that %s',
    async (how) => {
      const page = new FakePage()
      const { pinia, store, server, timers } = setUp({ socket: { page } })
      server.accept()
      await timers.advance(5_000)
      if (how === 'is dead') server.goSilent()
      page.emit('visible')
      const subscribe = () => store.send({ subscribe: 'prices' }, { queue: false })

      if (store.isOpen) subscribe()
      onSocketEvent('open', subscribe, { pinia })
      await timers.advance(10_000)
      if (how === 'is dead') server.accept()

      const latest = server.connections.at(-1)!
      expect(latest.sent.filter((data) => String(data).includes('subscribe'))).toHaveLength(1)
    },
  )

  it('hears any event with its arguments', () => {
    const { pinia, store, server } = setUp()
    const recorder: unknown[] = []
    for (const event of ['status', 'open', 'message', 'sent', 'close', 'error', 'drop'] as const) {
      onSocketEvent(event, (...args: unknown[]) => recorder.push([event, args[0]]), { pinia })
    }

    server.accept()
    server.send(1)
    store.send('a')
    server.send('{')
    store.close()
    store.send('b')

    expect(recorder).toEqual([
      ['status', expect.objectContaining({ status: 'open', previous: 'connecting' })],
      ['open', { reconnected: false, recovered: null }],
      ['message', 1],
      ['sent', 'a'],
      ['error', expect.objectContaining({ code: 'HEARTBEAT_SOCKET_R0004' })],
      ['status', expect.objectContaining({ status: 'closed', previous: 'open' })],
      ['close', expect.objectContaining({ cause: 'client' })],
      ['drop', { data: 'b', reason: 'closed' }],
    ])
  })

  it('hears also what had been asked for before the socket was made', () => {
    const pinia = createPinia()
    const opened = vi.fn()
    const changed = vi.fn()
    onSocketEvent('open', opened, { pinia })
    onSocketEvent('status', ({ status }) => changed(status), { pinia })

    setUp({ pinia }).server.accept()

    expect(opened).toHaveBeenCalledTimes(1)
    expect(changed.mock.calls).toEqual([['connecting'], ['open']])
  })

  it('is not forgotten when another listener leaves', () => {
    const pinia = createPinia()
    const opened = vi.fn()
    onSocketEvent('open', opened, { pinia })
    onSocketEvent('open', () => {}, { pinia })()

    setUp({ pinia }).server.accept()

    expect(opened).toHaveBeenCalledTimes(1)
  })

  it('survives the connection', () => {
    const { pinia, server, unmount } = setUp()
    const opened = vi.fn()
    onSocketEvent('open', opened, { pinia })
    server.accept()

    unmount()
    mountApp((app) => app.use(pinia).use(HeartbeatSocket, server.options))
    server.accept()

    expect(opened).toHaveBeenCalledTimes(2)
  })

  it('has a remover that holds for later connections too', () => {
    const { pinia, server, unmount } = setUp()
    const opened = vi.fn()
    const remove = onSocketEvent('open', opened, { pinia })
    unmount()

    remove()
    const next = setUp({ pinia })
    next.server.accept()
    server.accept()

    expect(opened).not.toHaveBeenCalled()
  })

  it('ends with the scope', () => {
    const { pinia, server, store } = setUp()
    setActivePinia(pinia)
    const closed = vi.fn()
    const scope = effectScope()
    scope.run(() => onSocketEvent('close', closed))

    scope.stop()
    server.accept()
    store.close()

    expect(closed).not.toHaveBeenCalled()
  })

  it('is emitted after the state has been set', () => {
    const { pinia, server, store } = setUp()
    const statuses: string[] = []
    onSocketEvent('status', ({ status }) => statuses.push(status, store.status), { pinia })

    server.accept()

    expect(statuses).toEqual(['open', 'open'])
  })
})
