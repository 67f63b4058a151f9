import type { TimerService } from './timer-service.ts'

/** The longest delay that `setTimeout` holds, in ms; a longer one would fire at once. */
export const MAX_TIMEOUT = 2_147_483_647

/** How long a frame request waits for a frame, in ms. */
const FRAME_FALLBACK = 250

/**
 * The browser's (or Node's) own timers. Each call looks the global up anew, so that test libraries
 * which replace the globals, `vi.useFakeTimers()` say, work without further ado.
 */
export function systemTimers(): TimerService {
  return {
    now: () => Date.now(),
    setTimeout: (fn, ms) => setTimeout(fn, Math.min(ms, MAX_TIMEOUT)),
    clearTimeout: (handle) => clearTimeout(handle as number | undefined),
    requestFrame,
    cancelFrame: (handle) => (handle as () => void)(),
  }
}

/** The default `random` option. */
export const systemRandom = (): number => Math.random()

/** Returns what cancels. */
function requestFrame(fn: () => void): () => void {
  const timeout = setTimeout(run, FRAME_FALLBACK)
  const frame = globalThis.requestAnimationFrame?.(run)

  function cancel(): void {
    clearTimeout(timeout)
    if (frame !== undefined) cancelAnimationFrame(frame)
  }
  function run(): void {
    cancel()
    fn()
  }
  return cancel
}
