import type { Core } from './core.ts'

/** How many unanswered pings are kept; older ones are only counted. */
const MAX_KEPT = 32

/** What a pong answers. */
export interface Answer {
  /** How long its ping took, in ms; `null` if that is unknown. */
  readonly latency: number | null
  /** The number of the newest message that went out before the ping; 0 if that is unknown. */
  readonly newest: number
}

/**
 * The pings and pongs of one link. Frames keep their order, so that the n-th pong answers the n-th
 * ping; a pong without a ping out answers nothing.
 */
export interface Pings {
  /** How many are out: sent, and not answered. */
  out(): number
  /** A ping goes out, behind message number `newest`. */
  add(at: number, newest: number): void
  /** A pong came. */
  answer(now: number): Answer | null
  /** The clock has jumped: how long the pings now out take stays unknown. */
  forgetTimes(): void
}

export function createPings(core: Core): Pings {
  let out = 0
  /** The newest of those that are out. */
  const kept: { at: number | null; readonly newest: number }[] = []
  /** How far the clock had been set back when a ping was last added or answered. */
  let setBack = 0

  function forgetTimes(): void {
    for (const ping of kept) ping.at = null
  }

  /** How long pings take during which the clock is set back stays unknown. */
  function noteSetBack(): void {
    if (setBack !== core.setBack()) forgetTimes()
    setBack = core.setBack()
  }

  return {
    out: () => out,
    add(at, newest) {
      noteSetBack()
      out++
      kept.push({ at, newest })
      if (kept.length > MAX_KEPT) kept.shift()
    },
    answer(now) {
      if (out === 0) return null
      noteSetBack()
      const ping = out > kept.length ? undefined : kept.shift()
      out--
      const at = ping?.at ?? null
      return { latency: at === null ? null : now - at, newest: ping?.newest ?? 0 }
    },
    forgetTimes,
  }
}
