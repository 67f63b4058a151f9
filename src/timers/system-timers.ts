import type { TimerService } from './timer-service.ts'

/** The longest delay that `setTimeout` holds, in ms; a longer one would fire at once. */
export const MAX_TIMEOUT = 2_147_483_647

/** How long a frame request waits for a frame, in ms. */
const FRAME_FALLBACK = 250

/**
 * The browser's (or Node's) own timers. Each call looks the global up anew, so that test libraries
 * which replace the globals, `vi.useFakeTimers()` say, work without further ado.
 *
 * While frames come, `requestFrame` sets no timer: it counts its 250 ms when the page is hidden, and
 * always in an iframe, which can be out of sight and without frames while it passes for visible.
 */
export function systemTimers(): TimerService {
  /** Whether it was a frame that ended the last request that ended. */
  let framesCome = false

  function requestFrame(fn: () => void): () => void {
    const { window, document } = globalThis
    const isSeen = window?.parent === window && document?.hidden === false
    let timeout: ReturnType<typeof setTimeout> | undefined
    const frame = globalThis.requestAnimationFrame?.(() => run(true))
    if (framesCome && isSeen) document.addEventListener('visibilitychange', wait)
    else wait()

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
