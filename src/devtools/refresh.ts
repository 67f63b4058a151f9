import type { TimerService } from '../timers/index.ts'

/**
 * In ms. All inspectors share one debounce of 120 ms, and only the last request before its end is
 * answered: one made sooner after a change would take the place of Pinia's about the same change.
 */
const QUIET = 200

/** While changes go on, every so many times `QUIET` there is a request all the same. */
const MAX_ROUNDS = 5

/** Asks for what the panel shows to be read again: after changes, not at each. */
export interface Refresh {
  /** Something has changed. Costs next to nothing: each message comes here. */
  touch(): void
  stop(): void
}

export function createRefresh(timer: TimerService, send: () => void): Refresh {
  let handle: unknown = null
  let hasChanged = false
  let rounds = 0

  function arm(): void {
    hasChanged = false
    handle = timer.setTimeout(wake, QUIET)
  }

  function wake(): void {
    handle = null
    if (hasChanged && ++rounds < MAX_ROUNDS) {
      arm()
      return
    }
    rounds = 0
    // Pinia's own request may take the place of this one, so another follows.
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
