import { MAX_TIMEOUT } from '../timers/index.ts'
import type { Core } from './core.ts'

/**
 * The connection's only timer. It belongs to the phase that the connection is in: entering another
 * phase clears it, so that nothing of an earlier phase can fire.
 */
export interface Deadline {
  /** Calls `fn` in `ms` and emits the events it raised; replaces the previous deadline. */
  set(fn: () => void, ms: number): void
  clear(): void
}

/** A delay in ms that `setTimeout` holds. */
export function toDelay(ms: number): number {
  return Math.min(Math.max(0, ms), MAX_TIMEOUT)
}

export function createDeadline(core: Core): Deadline {
  let clear = () => {}

  return {
    set(fn, ms) {
      clear()
      const { timer } = core.options
      const run = () => {
        fn()
        core.events.drain()
      }
      const handle = timer.setTimeout(run, toDelay(ms))
      clear = () => timer.clearTimeout(handle)
    },
    clear: () => clear(),
  }
}
