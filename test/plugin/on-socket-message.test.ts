import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { effectScope, onUnmounted, defineComponent } from 'vue'
import { onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { takeWarnings } from '../support/console.ts'
import { setUp, type Kit } from '../store/support/set-up.ts'

async function openKit(): Promise<Kit> {
  const kit = setUp()
  await kit.open()
  setActivePinia(kit.pinia)
  return kit
}

describe('onSocketMessage', () => {
  it('gets every message, synchronously and in order', async () => {
    const { server } = await openKit()
    const messages: number[] = []
    onSocketMessage((message) => messages.push(message))

    for (let n = 1; n <= 3; n++) {
      server.send(n)
      expect(messages).toHaveLength(n)
    }

    expect(messages).toEqual([1, 2, 3])
  })

  it('gets the entry of the log', async () => {
    const { store, server, timers } = await openKit()
    const handler = vi.fn()
    onSocketMessage(handler)

    server.send({ price: 3 })

    const entry = {
      id: 1,
      at: timers.now(),
      direction: 'received',
      kind: 'message',
      size: 11,
      data: { price: 3 },
    }
    expect(handler.mock.calls).toEqual([[{ price: 3 }, entry]])
    expect(handler.mock.calls[0]![1]).toBe(store.log[0])
  })

  it('gets an entry even if there is no log', async () => {
    const { store, server } = await openKit()
    const handler = vi.fn()
    onSocketMessage(handler)

    store.configure({ log: false })
    server.send({ price: 3 })

    expect(handler.mock.calls[0]![1]).toMatchObject({ id: 1, data: { price: 3 } })
  })

  it('gets nothing of heartbeats and of what does not decode', async () => {
    const { server, timers } = await openKit()
    const handler = vi.fn()
    onSocketMessage(handler)

    await timers.advance(20_000)
    server.send('{')

    expect(server.pings).toHaveLength(1)
    expect(handler).not.toHaveBeenCalled()
  })

  it('calls handlers in the order in which they were added', async () => {
    const { server } = await openKit()
    const calls: string[] = []
    onSocketMessage(() => calls.push('first'))
    onSocketMessage(() => calls.push('second'))

    server.send(1)

    expect(calls).toEqual(['first', 'second'])
  })

  it('calls a handler as often as it was added', async () => {
    const { server } = await openKit()
    const handler = vi.fn()
    onSocketMessage(handler)
    const remove = onSocketMessage(handler)

    server.send(1)
    remove()
    server.send(2)

    expect(handler.mock.calls.map(([message]) => message)).toEqual([1, 1, 2])
  })

  it('returns its remover, which may be called twice', async () => {
    const { server } = await openKit()
    const handler = vi.fn()
    const remove = onSocketMessage(handler)

    remove()
    remove()
    server.send(1)

    expect(handler).not.toHaveBeenCalled()
  })

  it('calls no handler that one before it has removed', async () => {
    const { server } = await openKit()
    const second = vi.fn()
    onSocketMessage(() => remove())
    const remove = onSocketMessage(second)

    server.send(1)

    expect(second).not.toHaveBeenCalled()
  })

  it('lets a handler added meanwhile wait for the next message', async () => {
    const { server } = await openKit()
    const added = vi.fn()
    const remove = onSocketMessage(() => {
      remove()
      onSocketMessage(added)
    })

    server.send(1)
    expect(added).not.toHaveBeenCalled()
    server.send(2)

    expect(added).toHaveBeenCalledTimes(1)
  })

  it('ends with the scope', async () => {
    const { server } = await openKit()
    const handler = vi.fn()
    const scope = effectScope()
    scope.run(() => onSocketMessage(handler))

    server.send(1)
    scope.stop()
    server.send(2)

    expect(handler).toHaveBeenCalledTimes(1)
  })

  it('passes on only what a filter lets pass', async () => {
    const { server } = await openKit()
    const handler = vi.fn()
    onSocketMessage((message) => message.kind === 'price', handler)

    server.send({ kind: 'news' })
    server.send({ kind: 'price' })

    expect(handler.mock.calls).toEqual([[{ kind: 'price' }, expect.objectContaining({ id: 2 })]])
  })

  it('takes a filter with options', async () => {
    const { pinia, server } = await openKit()
    setActivePinia(createPinia())
    const handler = vi.fn()
    onSocketMessage((message) => message > 1, handler, { pinia, socket: 'default' })

    server.send(1)
    server.send(2)

    expect(handler).toHaveBeenCalledTimes(1)
  })

  it.each(['handler', 'filter'])('reports a %s that throws, and goes on', async (part) => {
    const { store, server } = await openKit()
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const error = new Error(part)
    const failing = (): never => {
      throw error
    }
    const second = vi.fn()
    if (part === 'filter') onSocketMessage(failing, () => {})
    else onSocketMessage(failing)
    onSocketMessage(second)

    server.send(1)
    vi.unstubAllGlobals()

    expect(reported.mock.calls).toEqual([[error]])
    expect(second).toHaveBeenCalledTimes(1)
    expect([store.status, store.received]).toEqual(['open', 1])
  })

  it('may be called before the socket exists', async () => {
    const pinia = createPinia()
    const handler = vi.fn()
    onSocketMessage(handler, { pinia })
    const { open, server } = setUp({ pinia })
    await open()

    server.send(1)

    expect(handler).toHaveBeenCalledTimes(1)
  })

  it('lets a handler close, connect and send', async () => {
    const { store, server, timers } = await openKit()
    const statuses: string[] = []
    onSocketMessage(() => {
      store.close()
      statuses.push(store.status)
      store.connect()
      store.send('again')
      statuses.push(store.status)
    })

    server.send(1)
    await timers.frame()

    expect(statuses).toEqual(['closed', 'connecting'])
    expect(server.received).toEqual(['again'])
    expect(store.status).toBe('open')
  })

  it('lets a handler unmount the app', async () => {
    const { server, timers, unmount } = await openKit()
    onSocketMessage(() => unmount())

    server.send(1)
    server.send(2)
    await timers.advance(60_000)

    expect(timers.pending).toBe(0)
    expect(server.connections).toHaveLength(1)
  })

  it('listens to nothing in a component that has unmounted, and warns', async () => {
    const root = defineComponent({
      setup() {
        const socket = useHeartbeatSocket()
        onUnmounted(() => onSocketMessage(() => {}))
        return () => socket.status
      },
    })
    const { unmount } = setUp({ root })

    expect(unmount).not.toThrow()
    expect(takeWarnings()).toEqual([expect.stringContaining('HEARTBEAT_SOCKET_C0008')])
  })

  it('says what is missing where there is no Pinia', () => {
    setActivePinia(undefined)

    expect(() => onSocketMessage(() => {})).toThrow(
      expect.objectContaining({ code: 'HEARTBEAT_SOCKET_C0004' }),
    )
  })
})
