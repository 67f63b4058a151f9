import type { TimerService } from 'vue-heartbeat-socket/socket'

/**
 * To what the browser clamps the timers of a hidden page, in ms; 0 does nothing. `chained`: to a
 * minute where a timer was set by a timer, five times over, and to a second elsewhere, as Chrome does.
 * `busy`: the thread has other things to do, and each timer is late by another time, up to `BUSY`.
 */
export type Throttle = 0 | 1_000 | 60_000 | 'chained' | 'busy'

/** How late timers are on a busy thread, at most, in ms. */
export const BUSY = 1_500

/**
 * Who goes first when both timers and messages wait: the one that waited longer, all timers (Firefox after
 * a blocked thread), two messages and then the timers (Chromium), or all messages.
 */
export type Order = 'by time' | 'timers' | 'two messages' | 'messages'

/** How long a machine that wakes is without its network, in ms. */
const REUNION = 20

/** A timer this late, in ms, shows that the process slept; whole ms take one off. */
const LATE = 999

/** Chrome's intensive throttling begins at this many links of a chain of timers. */
const LONG_CHAIN = 5

/** The longest that `setTimeout` holds. */
const MAX_TIMEOUT = 2_147_483_647

interface Timer {
  readonly fn: () => void
  readonly chain: number
  /** How late it is on a busy thread. */
  readonly late: number
  /** It was set for at once. */
  readonly isShort: boolean
  /** When it was to fire, if the machine had not slept. */
  readonly meant: number
  due: number
}

interface Event {
  due: number
  readonly happen: () => unknown
}

/** A task of the page's event loop. */
export interface Task {
  readonly kind: 'timer' | 'message'
  readonly run: () => void
  /** Goes before a task of the other kind that has waited longer. */
  readonly isPushy: boolean
}

/**
 * The time of a simulated world: what happens outside of the page, at its time; the page's timers;
 * and the tasks that have arrived and wait for the page's one thread.
 */
export class Clock implements TimerService {
  /** Ms since the world began, sleep included. */
  time = 0
  throttle: Throttle = 0
  order: Order = 'by time'
  /** How often the wall clock was set. */
  steps = 0
  /** How often it was set forward, which looks like sleep. */
  leaps = 0
  /** How many timers have been set. */
  set = 0
  /** When a task last began while a timer was late by a second. */
  lateAt = -Infinity
  #offset = 1_767_225_600_000
  #chain = 0
  #passed = 0
  readonly #timers = new Set<Timer>()
  readonly #arrived: { readonly at: number; readonly run: () => void }[] = []
  readonly #events: Event[] = []

  /** Timers that are set. */
  get pending(): number {
    return this.#timers.size
  }

  /** Those of them that were set for at once. */
  get pendingShort(): number {
    let count = 0
    for (const { isShort } of this.#timers) if (isShort) count++
    return count
  }

  now(): number {
    return this.time + this.#offset
  }

  setTimeout(fn: () => void, ms: number): unknown {
    if (!(ms >= 0 && ms <= MAX_TIMEOUT)) throw new RangeError(`setTimeout can't hold ${ms} ms`)
    // Whole ms and at least one, as in browsers and Node.
    const due = this.time + Math.max(1, Math.trunc(ms))
    // Spread over all of the range, the same in each run.
    const late = Math.trunc(((++this.set * 0.618) % 1) * BUSY)
    const timer = { fn, due, meant: due, isShort: ms === 0, chain: this.#chain, late }
    this.#timers.add(timer)
    return timer
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as Timer)
  }

  /** A task begins: notes whether a timer, this task's own included, is late. */
  taskBegins(): void {
    for (const { meant } of this.#timers) {
      if (this.time - meant >= LATE) this.lateAt = this.time
    }
  }

  /** Sets the wall clock forward or back. */
  step(ms: number): void {
    this.#offset += ms
    this.steps++
    if (ms > 0) this.leaps++
  }

  /** Lets something happen outside of the page, `ms` from now. */
  later(ms: number, happen: () => unknown): void {
    const event = { due: this.time + ms, happen }
    let at = this.#events.length
    while (at > 0 && this.#events[at - 1]!.due > event.due) at--
    this.#events.splice(at, 0, event)
  }

  /** Puts a task behind those that wait for the page's thread. */
  arrive(run: () => void): void {
    this.#arrived.push({ at: this.time, run })
  }

  /** Lets the time pass up to the next task of the page, and returns it; `null` if `end` is first. */
  next(end: number): Task | null {
    for (;;) {
      const task = this.#take()
      if (task) return task
      const timer = this.#earliest()
      const at = Math.min(this.#events[0]?.due ?? Infinity, timer ? this.#fires(timer) : Infinity)
      if (at > end) break
      this.#pass(at)
    }
    this.#pass(end)
    return null
  }

  /** The page's thread is busy, or frozen: the world goes on, and what comes waits. */
  stall(ms: number): void {
    const end = this.time + ms
    while (this.#events[0] && this.#events[0].due <= end) this.#pass(this.#events[0].due)
    this.#pass(end)
  }

  /**
   * The machine sleeps. What the world had for it comes shortly after; and its timers may not count
   * the time.
   */
  sleep(ms: number, stopsTimers: boolean): void {
    this.time += ms
    for (const event of this.#events) event.due = Math.max(event.due, this.time + REUNION)
    if (stopsTimers) for (const timer of this.#timers) timer.due += ms
  }

  #pass(to: number): void {
    this.time = Math.max(this.time, to)
    while (this.#events[0] && this.#events[0].due <= this.time) this.#events.shift()!.happen()
  }

  #take(): Task | null {
    const timer = this.#earliest()
    const firesAt = timer ? this.#fires(timer) : Infinity
    const isDue = firesAt <= this.time
    const message = this.#arrived[0]
    if (!message && !isDue) return null
    if (timer && isDue && (!message || this.#isTimersTurn(timer, message.at))) {
      this.#passed = 0
      const isPushy = message !== undefined && message.at < firesAt
      return { kind: 'timer', run: () => this.#fire(timer), isPushy }
    }
    this.#passed = isDue ? this.#passed + 1 : 0
    const { at, run } = this.#arrived.shift()!
    return { kind: 'message', run, isPushy: firesAt < at }
  }

  #isTimersTurn(timer: Timer, arrivedAt: number): boolean {
    if (this.order === 'timers') return true
    if (this.order === 'messages') return false
    if (this.order === 'two messages') return this.#passed >= 2
    return this.#fires(timer) <= arrivedAt
  }

  #fire(timer: Timer): void {
    const { fn, chain } = timer
    this.#timers.delete(timer)
    this.#chain = chain + 1
    try {
      fn()
    } finally {
      this.#chain = 0
    }
  }

  #earliest(): Timer | null {
    let earliest: Timer | null = null
    for (const timer of this.#timers) {
      if (!earliest || this.#fires(timer) < this.#fires(earliest)) earliest = timer
    }
    return earliest
  }

  /** When a timer fires, if the thread is free then. */
  #fires({ due, chain, late }: Timer): number {
    if (this.throttle === 'busy') return due + late
    const grid = this.throttle === 'chained' ? (chain < LONG_CHAIN ? 1_000 : 60_000) : this.throttle
    return grid === 0 ? due : Math.ceil(due / grid) * grid
  }
}
