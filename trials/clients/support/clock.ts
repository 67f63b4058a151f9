import { expect, onTestFinished, vi } from 'vitest'

/** How far the clock goes at each look, in ms. */
const STEP = 100

/**
 * Stops the clock of this test, for clients and servers too: it moves only while the test waits, and
 * then many times as fast as the real one. So the recipes run with the figures that they have in the
 * documents.
 */
export function stopClock(): void {
  vi.useFakeTimers({
    now: new Date('2026-01-01T00:00:00Z'),
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  })
  onTestFinished(() => void vi.useRealTimers())
}

/** Moves the clock, and lets the network do its work, until `check` doesn't throw. */
export async function until(check: () => void): Promise<void> {
  await vi.waitFor(
    () => {
      vi.advanceTimersByTime(STEP)
      check()
    },
    { interval: 2, timeout: 15_000 },
  )
}

/** Lets this much time pass, in ms, with the network at work. */
export async function pass(ms: number): Promise<void> {
  const end = Date.now() + ms
  await until(() => expect(Date.now()).toBeGreaterThanOrEqual(end))
}

/** Lets ten minutes pass: whatever still waits for its time gets it. */
export async function muchLater(): Promise<void> {
  await vi.advanceTimersByTimeAsync(600_000)
}
