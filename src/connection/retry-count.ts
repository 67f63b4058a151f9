import type { CloseInfo } from '../options/close-info.ts'
import type { PageSignals } from '../options/page.ts'

/** Counts the retries of a series of attempts, and compares them with a limit. */
export interface RetryCount {
  /** All retries so far: -1 before the first attempt, which makes it 0. */
  made(): number
  /** Counts an attempt that begins now. While the page is away, it takes nothing off the limit. */
  add(isAway: boolean): void
  /** Whether the limit forbids a retry after this end. */
  isUsedUp(limit: number, close: CloseInfo): boolean
  /** Begins anew: with an attempt (-1), or with a retry (0). */
  reset(made: -1 | 0): void
}

export function createRetryCount(): RetryCount {
  let made = -1
  let counted = 0

  return {
    made: () => made,
    add(isAway) {
      if (++made > 0 && !isAway) counted++
    },
    // The retry after the page cache doesn't count. A limit of 0 means never.
    isUsedUp: (limit, { cause }) => (cause === 'page' ? limit === 0 : counted >= limit),
    reset(next) {
      made = next
      counted = 0
    },
  }
}

/** Whether the page is offline or hidden. */
export function isPageAway(page: PageSignals | false): boolean {
  return page && !(page.online && page.visible)
}
