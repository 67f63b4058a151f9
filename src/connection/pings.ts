/** Of how many unanswered pings the times are kept. */
const MAX_TIMES = 32

/**
 * The pings and pongs of one link. Frames keep their order, so that the n-th pong answers the n-th
 * ping; a pong without a ping out answers nothing.
 */
export interface Pings {
  /** How many went out. */
  sent(): number
  /** How many were answered. */
  answered(): number
  /** A ping goes out. */
  add(at: number): void
  /** A pong came: how long its ping took, in ms, `null` if that is unknown. */
  answer(now: number): number | null
  /** The clock has jumped: how long the pings now out take stays unknown. */
  forgetTimes(): void
}

export function createPings(): Pings {
  let sent = 0
  let answered = 0
  /** Of the newest pings that are out. */
  let times: number[] = []

  return {
    sent: () => sent,
    answered: () => answered,
    add(at) {
      sent++
      times.push(at)
      if (times.length > MAX_TIMES) times.shift()
    },
    answer(now) {
      if (answered === sent) return null
      // The times that are kept are those of the newest.
      const isKept = sent - answered <= times.length
      answered++
      return isKept ? now - times.shift()! : null
    },
    forgetTimes() {
      times = []
    },
  }
}
