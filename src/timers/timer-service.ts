/**
 * Where the engine gets its time from. Pass another one in the `timer` option to test with fake
 * timers, or to tick from a worker.
 */
export interface TimerService {
  /**
   * Now, in ms since the epoch. Wall-clock time, because it is the one clock that goes on counting
   * while a machine sleeps (`performance.now()` stops on Linux and in some macOS browsers).
   */
  now(): number
  /** Calls `fn` once, `ms` milliseconds from now; returns a handle for `clearTimeout`. */
  setTimeout(fn: () => void, ms: number): unknown
  /** Forgets a timeout. Does nothing for one that has fired. */
  clearTimeout(handle: unknown): void
  /**
   * Calls `fn` once, at the next animation frame or after 250 ms, whichever comes first: hidden
   * pages have no frames. Returns a handle for `cancelFrame`.
   */
  requestFrame(fn: () => void): unknown
  /** Forgets a frame request. Does nothing for one that has run. */
  cancelFrame(handle: unknown): void
}
