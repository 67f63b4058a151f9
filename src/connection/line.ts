import type { Core } from './core.ts'
import type { HeartbeatDeath } from './transport.ts'

/** A suspicion that the page raised lasts this long, in ms: its user waits for the answer. */
const PAGE_WINDOW = 5_000

/** What deaths by heartbeat may raise that to, in ms. */
const LONGEST_PAGE_WINDOW = 30_000

/** What deaths by heartbeat may raise `timeout` to, in ms, or to four times what was set. */
const LONGEST_WINDOW = 60_000

/** A link that has lived this long, in ms, shows that the line is not slow any more. */
const LONG_LIFE = 600_000

/**
 * What the links so far have shown of the line to the server. One that is too slow for its messages
 * looks dead, so that each death by heartbeat doubles the time that the next links get.
 */
export interface Line {
  /** How long a link may be silent after a ping, in ms: `timeout`, longer after deaths. */
  window(): number
  /** How long a link may be silent after a suspicion that the page raised, in ms. */
  pageWindow(): number
  /** Notes how long a link has lived, in ms. */
  noteAge(age: number): void
  noteDeath(death: HeartbeatDeath): void
  /** Goes back to the windows as they were set. */
  reset(): void
}

export function createLine(core: Core): Line {
  let factor = 1
  let pageFactor = 1

  function window(): number {
    const { timeout } = core.options.heartbeat
    return Math.min(timeout * factor, Math.max(LONGEST_WINDOW, timeout * 4))
  }

  function reset(): void {
    factor = pageFactor = 1
  }

  return {
    window,
    reset,
    pageWindow: () => Math.min(window(), PAGE_WINDOW * pageFactor, LONGEST_PAGE_WINDOW),
    noteAge(age) {
      if (age >= LONG_LIFE) reset()
    },
    noteDeath({ byPage }) {
      if (!byPage) factor *= 2
      pageFactor *= 2
    },
  }
}
