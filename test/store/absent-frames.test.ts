import { describe, expect, it, vi } from 'vitest'
import { watch } from 'vue'
import { onSocketEvent, onSocketMessage } from 'vue-heartbeat-socket'
import { countTriggers, setUp, type Kit } from './support/set-up.ts'

/** A page that counts as visible and gets no frames: a window that others cover, say. */
async function setUpWithoutFrames(): Promise<Kit & { cancelled: unknown[] }> {
  let handle = 0
  const cancelled: unknown[] = []
  const kit = setUp()
  await kit.open()
  const requestFrame = (): number => ++handle
  const cancelFrame = (id: unknown): void => void cancelled.push(id)
  kit.store.configure({ timer: { ...kit.timers, requestFrame, cancelFrame } })
  return { ...kit, cancelled }
}

describe('without frames', () => {
  it('readers are triggered by the first message 250 ms after the request', async () => {
    const { store, server, timers } = await setUpWithoutFrames()
    const received = countTriggers(() => store.received)
    const log = countTriggers(() => store.log)

    server.send(1)
    await timers.advance(250)
    server.send(2)
    expect([received.count, log.count]).toEqual([0, 0])
    await timers.advance(1)
    server.send(3)

    expect([received.count, log.count, store.received]).toEqual([1, 1, 3])
  })

  it('readers are triggered again and again while messages come', async () => {
    const { store, server, timers } = await setUpWithoutFrames()
    const seen = vi.fn()
    watch(() => store.received, seen)

    for (let n = 0; n < 20; n++) {
      await timers.advance(100)
      server.send(n)
    }

    // The request of one message is answered by the third after it.
    expect(seen).toHaveBeenCalledTimes(4)
  })

  it.each([
    ['a message that is sent', (kit: Kit) => void kit.store.send(1)],
    ['a message that does not decode', (kit: Kit) => kit.server.send('{')],
    ['a message that is received', (kit: Kit) => kit.server.send(1)],
  ])('readers are triggered by %s', async (_, happen) => {
    const kit = await setUpWithoutFrames()
    const log = countTriggers(() => kit.store.log)
    kit.server.send(0)
    await kit.timers.advance(300)

    happen(kit)

    expect(log.count).toBe(1)
    expect(kit.store.log).toHaveLength(2)
  })

  it('readers see the newest message, and handlers its entry', async () => {
    const { pinia, store, server, timers } = await setUpWithoutFrames()
    const seen: unknown[] = []
    watch(
      () => store.lastMessage,
      (message) => seen.push(message, store.log.length),
      { flush: 'sync' },
    )
    onSocketMessage((message, entry) => seen.push(message, entry.data), { pinia })
    server.send(1)
    await timers.advance(300)

    server.send(2)

    expect(seen).toEqual([1, 1, 2, 2, 2, 2])
  })

  it('the request that was not answered is cancelled, and the next one is another', async () => {
    const { server, timers, cancelled } = await setUpWithoutFrames()

    for (let n = 0; n < 4; n++) {
      server.send(n)
      await timers.advance(300)
    }

    expect(cancelled).toHaveLength(2)
    expect(new Set(cancelled).size).toBe(2)
  })

  it('a clock that steps back holds nothing up', async () => {
    const { store, server, timers } = setUp()
    server.accept()
    await timers.frame()
    let now = timers.now()
    store.configure({
      timer: { ...timers, now: () => now, requestFrame: () => 0, cancelFrame: () => {} },
    })
    const received = countTriggers(() => store.received)
    server.send(1)
    now -= 3_600_000

    server.send(2)
    now += 300
    server.send(3)

    expect(received.count).toBeGreaterThan(0)
  })

  it('a message that comes in time sets off nothing by itself', async () => {
    const { pinia, store, server, timers } = setUp()
    server.accept()
    await timers.frame()
    const received = countTriggers(() => store.received)
    let events = 0
    onSocketEvent('message', () => events++, { pinia })

    for (let n = 0; n < 100; n++) server.send(n)
    expect([events, received.count]).toEqual([100, 0])
    await timers.frame()

    expect(received.count).toBe(1)
  })
})
