import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { onSocketEvent, onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { countTriggers, setUp } from './support/set-up.ts'

const FLOOD = 10_000

describe('traffic', () => {
  it('is never stale when read directly', async () => {
    const { store, open, server } = setUp()
    await open()

    for (let price = 1; price <= 3; price++) {
      server.send({ price })
      store.send({ price })
      expect(store.lastMessage).toEqual({ price })
      expect([store.received, store.sent]).toEqual([price, price])
    }
  })

  it('is current inside a handler', async () => {
    const { pinia, store, open, server } = setUp()
    await open()
    const seen: unknown[] = []
    onSocketMessage((message) => seen.push(message, store.lastMessage, store.received), { pinia })

    server.send(1)
    server.send(2)

    expect(seen).toEqual([1, 1, 1, 2, 2, 2])
  })

  it('triggers readers once per frame', async () => {
    const { store, open, server, timers } = setUp()
    await open()
    const lastMessage = countTriggers(() => store.lastMessage)
    const received = countTriggers(() => store.received)
    const log = countTriggers(() => store.log)
    const status = countTriggers(() => store.status)

    for (let n = 0; n < FLOOD; n++) server.send({ n })
    expect([lastMessage.count, received.count, log.count]).toEqual([0, 0, 0])
    await timers.frame()

    expect([lastMessage.count, received.count, log.count]).toEqual([1, 1, 1])
    expect(status.count).toBe(0)
    expect(store.received).toBe(FLOOD)
  })

  it('renders a component once per frame', async () => {
    let renders = 0
    const root = defineComponent({
      setup() {
        const socket = useHeartbeatSocket()
        return () => {
          renders++
          return h('p', `${socket.received} ${socket.lastMessage}`)
        }
      },
    })
    const { element, open, server, timers } = setUp({ root, socket: { codec: 'text' } })
    await open()
    renders = 0

    for (let n = 1; n <= FLOOD; n++) server.send(`message ${n}`)
    await timers.frame()

    expect(renders).toBe(1)
    expect(element.textContent).toBe(`${FLOOD} message ${FLOOD}`)
  })

  it('sets no timer per message', async () => {
    const { store, open, server, timers } = setUp()
    await open()
    const setTimeout = vi.spyOn(timers, 'setTimeout')
    const requestFrame = vi.spyOn(timers, 'requestFrame')

    for (let n = 0; n < FLOOD; n++) {
      server.send({ n })
      store.send({ n })
    }

    const { length } = server.pings
    expect(length).toBeLessThanOrEqual(FLOOD / 500)
    expect(setTimeout.mock.calls.length).toBeLessThanOrEqual(3 * length)
    expect(requestFrame.mock.calls.length).toBeLessThanOrEqual(1 + length)
  })

  it('triggers readers of what is sent and queued once per frame', async () => {
    const { store, timers } = setUp()
    const queued = countTriggers(() => store.queued)

    for (let n = 0; n < 100; n++) store.send(n)
    expect([store.queued, queued.count]).toEqual([100, 0])
    await timers.frame()

    expect(queued.count).toBe(1)
  })

  it('triggers readers of a message that says the same in the log only', async () => {
    const { store, open, server, timers } = setUp()
    await open()
    server.send(7)
    await timers.frame()
    const lastMessage = countTriggers(() => store.lastMessage)
    const log = countTriggers(() => store.log)

    server.send(7)
    await timers.frame()

    expect([lastMessage.count, log.count]).toEqual([0, 1])
  })

  it('comes by the fallback of 250 ms while the page is hidden', async () => {
    const { store, open, server, timers } = setUp()
    await open()
    const received = countTriggers(() => store.received)

    timers.throttle(1_000)
    for (let n = 0; n < FLOOD; n++) server.send({ n })
    await timers.frame()

    expect(received.count).toBe(1)
    expect(store.received).toBe(FLOOD)
  })

  it('leaves no frame behind once the socket is closed', async () => {
    const { store, open, server, timers } = setUp()
    await open()
    const received = countTriggers(() => store.received)
    server.send(1)

    store.close()

    expect(timers.pending).toBe(0)
    expect(received.count).toBe(1)
  })

  it('leaves no frame behind for messages that close() has dropped', () => {
    const { store, timers } = setUp()
    store.send('a')

    store.close()
    store.send('b')

    expect([store.queued, timers.pending]).toEqual([0, 0])
  })

  it('triggers readers of what is queued when the outbox gives something up', async () => {
    const { store, timers, server } = setUp({ socket: { outbox: { maxAge: 1_000 } } })
    store.send('a')
    await timers.advance(2_000)
    const queued = countTriggers(() => store.queued)

    server.accept()

    expect([store.queued, queued.count]).toEqual([0, 1])
  })

  it('triggers readers of what is queued when it was meant for another host', async () => {
    const { store, timers } = setUp({ socket: { autoConnect: false } })
    store.send('a')
    await timers.frame()
    const queued = countTriggers(() => store.queued)

    store.configure({ url: 'wss://other.test' })
    expect(store.queued).toBe(0)
    await timers.frame()

    expect(queued.count).toBe(1)
  })

  it('takes the frames of the page where a timer service has none', async () => {
    vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] })
    const { store, open, server, timers } = setUp()
    const { now, setTimeout, clearTimeout } = timers
    store.configure({ timer: { now, setTimeout, clearTimeout } })
    await open()
    const received = countTriggers(() => store.received)

    server.send(1)
    server.send(2)
    expect(received.count).toBe(0)
    vi.advanceTimersToNextFrame()
    vi.useRealTimers()

    expect(received.count).toBe(1)
  })

  it('cancels the frame with the timers that it was requested from', async () => {
    const { store, open, server, timers, unmount } = setUp()
    await open()
    server.send(1)
    const cancelFrame = vi.fn()

    store.configure({ timer: { ...timers, cancelFrame } })
    unmount()

    expect(timers.pending).toBe(0)
    expect(cancelFrame).not.toHaveBeenCalled()
  })

  it('goes on in the next frame when a reader causes more of it', async () => {
    const { pinia, store, open, server, timers } = setUp()
    await open()
    let isAnswered = false
    onSocketEvent('sent', () => (isAnswered = true), { pinia })
    const received = countTriggers(() => {
      if (store.received === 1 && !isAnswered) store.send('thanks')
    })
    const sent = countTriggers(() => store.sent)

    server.send(1)
    await timers.frame()
    await timers.frame()

    expect(received.count).toBeGreaterThan(0)
    expect([store.sent, sent.count]).toEqual([1, 1])
  })

  it('emits an error for a message that does not decode, and keeps the last good one', async () => {
    const { store, open, server, timers } = setUp()
    await open()
    server.send('{"price":3}')
    const error = countTriggers(() => store.error)

    for (let n = 0; n < 100; n++) server.send('{"price":')
    expect(store.error).toMatchObject({ code: 'HEARTBEAT_SOCKET_R0004' })
    expect(error.count).toBe(0)
    await timers.frame()

    expect(error.count).toBe(1)
    expect(store.lastMessage).toEqual({ price: 3 })
    expect(store.received).toBe(101)
  })

  it('hands the decoded data on as it is', async () => {
    class Price {
      #value: number
      constructor(value: number) {
        this.#value = value
      }
      get value(): number {
        return this.#value
      }
    }
    const decoded: Price[] = []
    const decode = (text: string): Price => {
      decoded.push(new Price(Number(text)))
      Object.freeze(decoded.at(-1))
      return decoded.at(-1)!
    }
    const { pinia, store, open, server } = setUp({
      socket: { codec: { encode: String, decode } },
    })
    await open()
    const handled: unknown[] = []
    onSocketMessage((message, entry) => handled.push(message, entry.data), { pinia })

    server.send('7')
    await nextTick()

    expect(handled).toEqual([decoded[0], decoded[0]])
    expect(handled[0]).toBe(decoded[0])
    expect(store.lastMessage).toBe(decoded[0])
    expect(store.log[0]!.data).toBe(decoded[0])
    expect(Reflect.ownKeys(decoded[0]!)).toEqual([])
    expect(store.lastMessage.value).toBe(7)
  })
})
