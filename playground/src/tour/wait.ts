import type { TimerService } from 'vue-heartbeat-socket'

const LOOK = 50

/**
 * Resolves after `ms`, or earlier, when `isEnough` says so.
 *
 * @throws the signal's reason as soon as it is aborted
 */
export function wait(
  timers: TimerService,
  ms: number,
  signal: AbortSignal,
  isEnough: () => boolean = () => false,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = timers.now() + ms
    let handle: unknown

    function abort(): void {
      timers.clearTimeout(handle)
      reject(signal.reason as Error)
    }
    function look(): void {
      const left = end - timers.now()
      if (left > 0 && !isEnough()) {
        handle = timers.setTimeout(look, Math.min(left, LOOK))
        return
      }
      resolve()
    }

    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    look()
  })
}
