/** How long a ping may stay unanswered before it is told, in ms. */
const NOTEWORTHY = 1_000

/** Notices that nothing has come since a ping. */
export class Silence {
  /** When the ping went out that still waits for an answer; epoch ms. */
  since: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** A ping went out; `received` counts what has come, and `tell` is called if nothing more does. */
  ping(received: () => number, tell: () => void): void {
    // The first of several without an answer counts.
    if (this.since !== null) return
    const before = received()
    this.since = Date.now()
    this.#timer = setTimeout(() => {
      if (received() === before) tell()
      else this.since = null
    }, NOTEWORTHY)
  }

  /** An answer came, or the link has ended. */
  end(): void {
    clearTimeout(this.#timer)
    this.since = null
  }
}
