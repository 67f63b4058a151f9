import type { TimerService } from '../timers/index.ts'

/**
 * The least time between a change and a request, in ms. All inspectors share one debounce of 120 ms,
 * which answers only the last request: an earlier one would replace Pinia's for the same change.
 */
const DELAY = 200

/** While changes go on, a request is put off at most this many times. */
const MAX_ROUNDS = 5

/** Makes the panel read again what it shows: some time after changes, not at each. */
export interface Refresh {
  /** Something has changed. Must be cheap, because it is called for each message. */
  touch(): void
  stop(): void
}

export function createRefresh(timer: TimerService, send: () => void): Refresh {
  let handle: unknown = null
  let hasChanged = false
  let rounds = 0

  function arm(): void {
    hasChanged = false
    handle = timer.setTimeout(wake, DELAY)
  }

  function wake(): void {
    handle = null
    if (hasChanged && ++rounds < MAX_ROUNDS) {
      arm()
      return
    }
    rounds = 0
    // Pinia's own request may replace this one, so another follows.
    if (hasChanged) arm()
    send()
  }

  return {
    touch() {
      hasChanged = true
      if (handle === null) arm()
    },
    stop: () => timer.clearTimeout(handle),
  }
}
