/** Time between two frames, in ms. */
export const FRAME = 16

/** How long a frame request waits where there are no frames, in ms. */
const FRAME_FALLBACK = 250

/** What is to be called, and when. */
export interface Task {
  readonly id: number
  readonly due: number
  readonly run: () => void
  /** Whether a hidden page delays it. */
  readonly throttled: boolean
}

/** What happens next: one timer, or all the callbacks of a frame. */
export interface Moment {
  /** When it happens: not before `due`, later for what is throttled or was slept through. */
  readonly at: number
  readonly due: number
  readonly id: number
  readonly tasks: readonly Task[]
  readonly isFrame: boolean
}

/** A clock that stands still, and what is set on it. It calls nothing by itself. */
export class FakeClock {
  now: number
  /** Timers run only at multiples of this and frames not at all; 0: a visible page. */
  throttle: number = 0
  /** Brings the next frame forward to this time, even for requests yet to come. */
  nextFrame: number = Infinity
  #lastId = 0
  readonly #timers = new Map<number, Task>()
  readonly #frames = new Map<number, Task>()

  constructor(now: number) {
    this.now = now
  }

  get pending(): number {
    let timers = 0
    for (const task of this.#timers.values()) if (task.throttled) timers++
    return timers + this.#frames.size
  }

  setTimer(run: () => void, ms: number, throttled: boolean): number {
    return this.#add(this.#timers, { run, due: this.now + ms, throttled })
  }

  requestFrame(run: () => void): number {
    return this.#add(this.#frames, { run, due: this.now + FRAME_FALLBACK, throttled: true })
  }

  /** Removes a timer; tells whether it was there. */
  clearTimer(id: unknown): boolean {
    return this.#timers.delete(id as number)
  }

  /** Removes a frame request; tells whether it was there. */
  cancelFrame(id: unknown): boolean {
    return this.#frames.delete(id as number)
  }

  /** Removes what is about to be called; tells whether it was still there. */
  take(task: Task): boolean {
    return this.clearTimer(task.id) || this.cancelFrame(task.id)
  }

  /** What happens next, if it happens until `end`. */
  next(end: number): Moment | null {
    let first: Moment | null = null
    const consider = (moment: Moment): void => {
      if (moment.at <= end && (first === null || isBefore(moment, first))) first = moment
    }
    for (const task of this.#timers.values()) consider(this.#alone(task))
    if (this.throttle > 0) for (const task of this.#frames.values()) consider(this.#alone(task))
    else if (this.#frames.size > 0) consider(this.#frame())
    return first
  }

  /** When the frames requested by now will have run; `null` when none is requested. */
  framesDone(): number | null {
    if (this.#frames.size === 0) return null
    if (this.throttle === 0) return this.#frame().at
    return Math.max(...[...this.#frames.values()].map((task) => this.#alone(task).at))
  }

  #add(tasks: Map<number, Task>, task: Omit<Task, 'id'>): number {
    const id = ++this.#lastId
    tasks.set(id, { id, ...task })
    return id
  }

  #alone(task: Task): Moment {
    const soonest = Math.max(task.due, this.now)
    const throttle = task.throttled ? this.throttle : 0
    const at = throttle > 0 ? Math.ceil(soonest / throttle) * throttle : soonest
    return { at, due: task.due, id: task.id, tasks: [task], isFrame: false }
  }

  #frame(): Moment {
    const tasks = [...this.#frames.values()]
    const { id, due: fallback } = tasks[0]!
    const due = Math.min(fallback - FRAME_FALLBACK + FRAME, this.nextFrame)
    return { at: Math.max(due, this.now), due, id, tasks, isFrame: true }
  }
}

function isBefore(a: Moment, b: Moment): boolean {
  return (a.at - b.at || a.due - b.due || a.id - b.id) < 0
}
