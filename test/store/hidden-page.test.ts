import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemTimers } from 'vue-heartbeat-socket/socket'
import { countTriggers, setUp, type Kit } from './support/set-up.ts'

const SECONDS = 20
/** The fallback is 250 ms. */
const PER_SECOND = 4

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: 1_800_000_000_000 })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** An app on a page that is hidden, where no frame ever comes. */
async function setUpHidden(): Promise<Kit & { readonly waitingFrames: () => number }> {
  const waiting = new Set<number>()
  let handle = 0
  vi.stubGlobal('requestAnimationFrame', () => waiting.add(++handle) && handle)
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => waiting.delete(frame))
  const kit = setUp({ socket: { timer: systemTimers(), log: { size: 50 } } })
  kit.server.accept()
  await vi.advanceTimersByTimeAsync(1_000)
  return { ...kit, waitingFrames: () => waiting.size }
}

/** A hundred messages a second. */
async function flood({ server }: Kit): Promise<void> {
  for (let n = 0; n < SECONDS * 100; n++) {
    server.send({ n })
    await vi.advanceTimersByTimeAsync(10)
  }
}

describe('a hidden page under a flood', () => {
  it('triggers readers at most four times a second', async () => {
    const kit = await setUpHidden()
    const { store } = kit
    const all = [() => store.received, () => store.lastMessage, () => store.log].map(countTriggers)

    await flood(kit)

    for (const { count } of all) {
      expect(count).toBeGreaterThan(SECONDS)
      expect(count).toBeLessThanOrEqual(SECONDS * PER_SECOND)
    }
    expect(store.received).toBe(SECONDS * 100)
  })

  it('keeps no more timers, frames and entries than at its beginning', async () => {
    const kit = await setUpHidden()
    kit.server.send('first')
    const [timers, frames] = [vi.getTimerCount(), kit.waitingFrames()]

    await flood(kit)
    kit.server.send('last')

    expect(vi.getTimerCount()).toBe(timers)
    expect(kit.waitingFrames()).toBe(frames)
    expect(kit.store.log).toHaveLength(50)
  })
})
