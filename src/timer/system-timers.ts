import type { TimerService } from './timer-service.ts'

/** The longest delay that `setTimeout` holds, in ms; a longer one would fire at once. */
export const MAX_TIMEOUT = 2_147_483_647

/** How long a frame request waits for a frame, in ms. */
const FRAME_FALLBACK = 250

/**
 * The browser's (or Node's) own timers. Each call looks the global up anew, so that test libraries
 * which replace the globals, `vi.useFakeTimers()` say, work without further ado.
 *
 * While frames come, `requestFrame` sets no timer; only when the page is hidden does it count its
 * 250 ms. Should frames fail to come on a page that passes for visible (an iframe that was scrolled
 * out of sight), the request that notices may wait for longer, and the next ones don't.
 */
export function systemTimers(): TimerService {
  /** Whether the last frame came in time; while it does, frame requests need no timer beside. */
  let framesCome = false

  function requestFrame(fn: () => void): () => void {
    const { document } = globalThis
    const requestedAt = Date.now()
    let timeout: ReturnType<typeof setTimeout> | undefined
    const frame = globalThis.requestAnimationFrame?.(() => run(true))
    if (framesCome && document?.hidden === false) {
      document.addEventListener('visibilitychange', wait)
    } else wait()

    function wait(): void {
      timeout ??= setTimeout(run, FRAME_FALLBACK, false)
    }
    function run(isFrame: boolean): void {
      framesCome = isFrame
      cancel()
      fn()
    }
    function cancel(): void {
      clearTimeout(timeout)
      document?.removeEventListener('visibilitychange', wait)
      if (frame !== undefined) cancelAnimationFrame(frame)
      // No frames, and no word of it: an iframe that was scrolled out of sight.
      if (Date.now() - requestedAt > FRAME_FALLBACK) framesCome = false
    }
    return cancel
  }

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
