// Loaded before each test file that shares its process, so that none leaves the next one in a world
// of its own: a test that fails while the timers are faked would leave whatever waits for real time to
// hang, and globals stubbed by the last test of a file would meet the set-up of the next.
import { afterAll, vi } from 'vitest'

afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
