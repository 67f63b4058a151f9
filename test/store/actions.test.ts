import { describe, expect, it, vi } from 'vitest'
import { setUp } from './support/set-up.ts'

describe('actions', () => {
  it('connect', () => {
    const { store, server } = setUp({ socket: { autoConnect: false } })
    expect(server.connections).toHaveLength(0)

    store.connect()

    expect(store.status).toBe('connecting')
    expect(server.connections).toHaveLength(1)
  })

  it('close, and stay closed', async () => {
    const { store, open, server, timers } = setUp()
    await open()

    store.close(3001, 'bye')
    await timers.advance(120_000)

    expect(store.status).toBe('closed')
    expect(server.connections).toHaveLength(1)
    expect(server.connections[0]).toMatchObject({ closeCode: 3001, closeReason: 'bye' })
  })

  it('refuse to close with a code out of range', async () => {
    const { store, open } = setUp()
    await open()

    expect(() => store.close(1001)).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'HEARTBEAT_SOCKET_R0008' }),
    )
    expect(store.status).toBe('open')
  })

  it('reconnect', async () => {
    const { store, open, server } = setUp()
    await open()

    store.reconnect()

    expect(store.status).toBe('reconnecting')
    expect(server.connections).toHaveLength(2)
  })

  it('send, and say what became of it', async () => {
    const { store, open, server } = setUp()

    expect(store.send({ n: 1 })).toBe('queued')
    await open()
    expect(store.send({ n: 2 })).toBe('sent')
    store.close()
    expect(store.send({ n: 3 })).toBe('dropped')

    expect(server.received).toEqual(['{"n":1}', '{"n":2}'])
  })

  it('configure, group by group', async () => {
    const { store, open, server, timers } = setUp({ socket: { heartbeat: { timeout: 2_000 } } })
    await open()

    store.configure({ heartbeat: { interval: 1_000 } })
    await timers.advance(1_000)
    server.goSilent()
    await timers.advance(3_500)

    expect(store.lastClose?.cause).toBe('heartbeat')
  })

  it('refuse options that are wrong, and change nothing', async () => {
    const { store, open } = setUp()
    await open()

    expect(() => store.configure({ connectTimeout: -1 })).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'HEARTBEAT_SOCKET_C0001' }),
    )
    expect(store.status).toBe('open')
    expect(store.error).toBe(null)
  })

  it('can be observed as in any store', async () => {
    const { store } = setUp()
    const seen: unknown[] = []
    store.$onAction(({ name, args, after }) => after((result) => seen.push(name, args, result)))

    store.send('a')

    expect(seen).toEqual(['send', ['a'], 'queued'])
  })

  it('are none of what the socket does by itself', async () => {
    const { store, open, server } = setUp()
    const onAction = vi.fn()
    store.$onAction(onAction)

    await open()
    server.send('a')
    server.drop()

    expect(onAction).not.toHaveBeenCalled()
  })
})
