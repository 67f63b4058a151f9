/** The longest delay that `setTimeout` holds, in ms; with a longer one it fires at once. */
export const MAX_TIMEOUT = 2_147_483_647

/**
 * Where the library gets its time from. Pass another one in the option `timer` to test with fake
 * timers, or to get the ticks from a worker.
 */
export interface TimerService {
  /**
   * Now, in ms since the epoch. Wall-clock time, because it is the one clock that goes on counting
   * while a machine sleeps (`performance.now()` stops on Linux and in some macOS browsers).
   */
  now(): number
  /**
   * Calls `fn` once, `ms` milliseconds from now; returns a handle for `clearTimeout`. It is never
   * asked for more than `setTimeout` holds, 2_147_483_647 ms.
   */
  setTimeout(fn: () => void, ms: number): unknown
  /** Cancels a timeout. Does nothing for one that has fired. */
  clearTimeout(handle: unknown): void
  /**
   * Calls `fn` once, at the next animation frame; returns a handle for `cancelFrame`. Only a store
   * needs frames, and uses the page's own where a service doesn't have both of these.
   */
  requestFrame?(fn: () => void): unknown
  /** Cancels a frame request. Does nothing for one that has run. */
  cancelFrame?(handle: unknown): void
}
