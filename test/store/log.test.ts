import { describe, expect, it, vi } from 'vitest'
import { isReactive, reactive, ref, watch } from 'vue'
import { setUp, type Kit, type KitOptions } from './support/set-up.ts'

async function openWith(socket: KitOptions['socket'] = {}): Promise<Kit> {
  const kit = setUp({ socket: { codec: 'text', ...socket } })
  await kit.open()
  return kit
}

const dataOf = ({ store }: Kit): unknown[] => store.log.map(({ data }) => data)

/** An object that records when it is walked. */
function watchful(walked: () => void): object {
  return {
    get data() {
      return walked.call(this)
    },
  }
}

describe('the log', () => {
  it('holds both directions, oldest first', async () => {
    const { store, server, timers } = await openWith({ codec: 'json' })

    server.send({ price: 3 })
    await timers.advance(1_000)
    store.send({ buy: 1 })

    const at = timers.now()
    expect(store.log).toEqual([
      {
        id: 1,
        at: at - 1_000,
        direction: 'received',
        kind: 'message',
        size: 11,
        data: { price: 3 },
      },
      { id: 2, at, direction: 'sent', kind: 'message', size: 9, data: { buy: 1 } },
    ])
  })

  it('keeps the newest messages', async () => {
    const kit = await openWith({ log: { size: 3 } })

    for (let n = 1; n <= 10; n++) kit.server.send(`${n}`)

    expect(dataOf(kit)).toEqual(['8', '9', '10'])
    expect(kit.store.log.map(({ id }) => id)).toEqual([8, 9, 10])
  })

  it('keeps no more bytes than allowed', async () => {
    const kit = await openWith({ log: { maxBytes: 10 } })

    for (const text of ['1234', '5678', '90', 'abc']) kit.server.send(text)

    expect(dataOf(kit)).toEqual(['5678', '90', 'abc'])
  })

  it('displaces nothing for a message that does not fit', async () => {
    const kit = await openWith({ log: { maxBytes: 10 } })

    kit.server.send('1234')
    kit.server.send('x'.repeat(11))

    expect(dataOf(kit)).toEqual(['1234'])
  })

  it('counts the bytes of binary messages', async () => {
    const { store, server } = await openWith({ codec: 'raw', binaryType: 'arraybuffer' })

    server.send(new Float64Array(2))
    store.send(new Float64Array(3))

    expect(store.log.map(({ size }) => size)).toEqual([16, 24])
  })

  it('counts the bytes of a Blob', async () => {
    const { store, server } = await openWith({ codec: 'raw' })

    server.send(new Float64Array(2))

    expect(store.log[0]).toMatchObject({ size: 16, data: expect.any(Blob) })
  })

  it.each([false, { size: 0 }] as const)('holds nothing with %o', async (log) => {
    const { store, server } = await openWith({ log })

    server.send('a')
    store.send('b')

    expect(store.log).toEqual([])
  })

  it('forgets what it drops', async () => {
    const kit = await openWith({ log: { size: 100 } })

    for (let round = 0; round < 25; round++) {
      for (let n = 0; n < 40; n++) kit.server.send(`${round} ${n}`)
      await kit.timers.frame()
      expect(kit.store.log).toHaveLength(Math.min(100, 40 * (round + 1)))
    }

    expect(dataOf(kit).slice(-2)).toEqual(['24 38', '24 39'])
    expect(dataOf(kit)[0]).toBe('22 20')
  })

  it('holds what did not decode', async () => {
    const { store, server } = await openWith({ codec: 'json' })

    server.send('{"price":')

    expect(store.log).toMatchObject([
      { id: 1, direction: 'received', kind: 'invalid', size: 9, data: '{"price":' },
    ])
  })

  it('holds heartbeats only if asked to', async () => {
    const kit = await openWith()
    await kit.timers.advance(16_000)
    expect(kit.server.pings).toHaveLength(1)
    expect(kit.store.log).toEqual([])

    kit.store.configure({ log: { heartbeats: true } })
    await kit.timers.advance(16_000)

    expect(kit.store.log).toMatchObject([
      { direction: 'sent', kind: 'heartbeat', size: 4, data: 'ping' },
      { direction: 'received', kind: 'heartbeat', size: 4, data: 'pong' },
    ])
    expect([kit.store.received, kit.store.sent]).toEqual([0, 0])
  })

  it('shrinks at once to new bounds', async () => {
    const kit = await openWith()
    for (let n = 1; n <= 5; n++) kit.server.send(`${n}`)
    expect(kit.store.log).toHaveLength(5)

    kit.store.configure({ log: { size: 2 } })

    expect(dataOf(kit)).toEqual(['4', '5'])
  })

  it('is cleared at once', async () => {
    const kit = await openWith()
    kit.server.send('a')
    expect(kit.store.log).toHaveLength(1)

    kit.store.clearLog()
    expect(kit.store.log).toEqual([])
    kit.server.send('b')
    await kit.timers.frame()

    expect(kit.store.log).toMatchObject([{ id: 2, data: 'b' }])
    expect(kit.store.received).toBe(2)
  })

  it('has room again once it is cleared', async () => {
    const kit = await openWith({ log: { maxBytes: 10 } })
    kit.server.send('12345678')

    kit.store.clearLog()
    kit.server.send('abcdefgh')

    expect(dataOf(kit)).toEqual(['abcdefgh'])
  })

  it('has entries that Vue never makes reactive', async () => {
    const { store, server } = await openWith({ codec: 'json' })

    server.send({ deep: { price: 3 } })

    expect(isReactive(store.log[0])).toBe(false)
    expect(isReactive(reactive({ entry: store.log[0]! }).entry)).toBe(false)
    expect(isReactive(ref(store.log[0]!).value.data.deep)).toBe(false)
  })

  it('has entries that deep watchers do not walk', async () => {
    const data = {
      get secret(): never {
        throw new Error('walked')
      },
    }
    const { store, server } = await openWith({
      codec: { encode: String, decode: () => data },
    })
    server.send('x')

    const walk = (): void => watch(ref(store.log[0]!), () => {}, { deep: true })()

    expect(walk).not.toThrow()
  })

  it('is not walked by those who subscribe to the store', async () => {
    const walked = vi.fn()
    const codec = { encode: String, decode: (text: string) => text && watchful(walked) }
    const { store, server, timers } = await openWith({ codec })
    const subscriber = vi.fn()
    for (let n = 0; n < 10; n++) server.send(`${n}`)
    await timers.frame()
    walked.mockClear()

    store.$subscribe(subscriber, { flush: 'sync' })
    server.send('x')
    await timers.frame()

    expect(subscriber).toHaveBeenCalled()
    expect(store.log).toHaveLength(11)
    // Only the last message is state, then and now.
    expect(new Set(walked.mock.contexts).size).toBe(2)
  })

  it('is made only when it is read', async () => {
    const { store, server, timers } = await openWith()
    const slice = vi.spyOn(Array.prototype, 'slice')

    for (let n = 0; n < 10; n++) server.send(`${n}`)
    await timers.frame()
    const unread = slice.mock.contexts.filter((one) => (one as any[])[0]?.kind === 'message').length
    void store.log
    void store.log
    const read = slice.mock.contexts.filter((one) => (one as any[])[0]?.kind === 'message').length
    slice.mockRestore()

    expect(unread).toBe(0)
    expect(read).toBe(1)
  })
})
