import type { TimerService } from 'vue-heartbeat-socket/socket'

/** Any moment does; this one is 2026-01-01. */
const START = 1_767_225_600_000

interface Event {
  readonly due: number
  happen: (() => unknown) | null
}

/** The time of a simulated browser, and what is to happen in it, one thing after the other. */
export class Timeline implements TimerService {
  /** Ms since the world began. */
  time = 0
  /** By when they are due, and then in the order in which they were set. */
  readonly #events: Event[] = []

  now(): number {
    return START + this.time
  }

  setTimeout(fn: () => unknown, ms: number): unknown {
    const event: Event = { due: this.time + Math.max(0, Math.trunc(ms)), happen: fn }
    let at = this.#events.length
    while (at > 0 && this.#events[at - 1]!.due > event.due) at--
    this.#events.splice(at, 0, event)
    return event
  }

  clearTimeout(handle: unknown): void {
    if (handle) (handle as Event).happen = null
  }

  /** Lets the time pass up to the next event, and returns it; `null` if `end` is first. */
  next(end: number): (() => unknown) | null {
    while (this.#events[0] && this.#events[0].due <= end) {
      const { due, happen } = this.#events.shift()!
      if (!happen) continue
      this.time = Math.max(this.time, due)
      return happen
    }
    this.time = end
    return null
  }
}
