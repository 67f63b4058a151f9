import type { TimerService } from '../timers/index.ts'
import { flushMicrotasks } from './flush.ts'

/** 2026-01-01T00:00:00Z, a multiple of every period to which browsers throttle timers. */
const START = 1_767_225_600_000

/** Time between two frames, in ms. */
const FRAME = 16

/** How long a frame request waits where there are no frames, in ms. */
const FRAME_FALLBACK = 250

/**
 * A `TimerService` whose clock moves only when a test moves it. Pass it in the option `timer`, or use a
 * fake server's options, which contain it.
 *
 * `advance`, `frame` and `sleep` wait for each other: called without `await`, they still run one
 * after the other. Each first runs all pending microtasks.
 */
export interface FakeTimers extends Required<TimerService> {
  /**
   * Lets `ms` milliseconds pass. Timers that are due fire in the order of their deadlines, then of
   * their creation, also those that are set meanwhile. All microtasks run after each. Frames come
   * whenever the clock is at a multiple of 16 ms.
   *
   * When callbacks throw, all others still run; then it rejects with the first error. Rejects with
   * a TypeError when `ms` is negative, infinite or not a number.
   */
  advance(ms: number): Promise<void>
  /**
   * Advances to the next frame, which runs, with the timers that are due before it. Vue has rendered
   * when it resolves. While throttled, advances until all frames requested so far have run by their
   * fallback timer. Rejects as `advance` does.
   */
  frame(): Promise<void>
  /**
   * A laptop that sleeps: the clock jumps by `ms` and nothing fires. What became due meanwhile fires
   * at the next `advance`, also `advance(0)`, or `frame`, and sees the late clock. Rejects with a
   * TypeError when `ms` is negative, infinite or not a number.
   */
  sleep(ms: number): Promise<void>
  /**
   * A hidden tab: from now on timers fire only when the clock is at a multiple of `ms` (1_000 in
   * most browsers, 60_000 in Chromium after five minutes), and there are no frames: a frame request
   * runs by its fallback, a timer of 250 ms that is throttled like the others. `throttle(0)` ends it.
   *
   * @throws TypeError when `ms` is negative, infinite or not a number
   */
  throttle(ms: number): void
  /** How many timers and frame requests have not fired yet, without those of the fake network. */
  readonly pending: number
}

interface Task {
  readonly kind: 'timer' | 'frame' | 'network'
  readonly setAt: number
  readonly due: number
  readonly fn: () => void
}

/**
 * Creates fake timers. Their clock starts at `now`, in ms since the epoch.
 *
 * @param options - `now`: by default 2026-01-01T00:00:00Z
 * @throws TypeError when `now` is negative, infinite or not a number
 */
export function createFakeTimers(options: { now?: number | undefined } = {}): FakeTimers {
  let { now = START } = options
  checkMs(now)
  let throttle = 0
  let queue: Promise<void> = Promise.resolve()
  /** In the order of their creation. A task is also its handle. */
  const tasks = new Set<Task>()

  function add(kind: Task['kind'], due: number, fn: () => void): Task {
    const task: Task = { kind, setAt: now, due, fn }
    tasks.add(task)
    return task
  }
  const all = (kind: Task['kind']): Task[] => [...tasks].filter((task) => task.kind === kind)
  const nextFrame = (): number => (Math.floor(now / FRAME) + 1) * FRAME

  /** When a task will run if nothing changes. */
  function timeOf({ kind, setAt, due }: Task): number {
    if (throttle === 0 || kind === 'network') return Math.max(due, now)
    const throttledDue = kind === 'frame' ? setAt + FRAME_FALLBACK : due
    return Math.ceil(Math.max(throttledDue, now) / throttle) * throttle
  }

  function next(end: number): Task | undefined {
    const ready = [...tasks].filter((task) => timeOf(task) <= end)
    return ready.sort((a, b) => timeOf(a) - timeOf(b) || a.due - b.due)[0]
  }

  async function runUntil(end: number): Promise<void> {
    const errors: unknown[] = []
    for (let task = next(end); task !== undefined; task = next(end)) {
      now = timeOf(task)
      tasks.delete(task)
      try {
        task.fn()
      } catch (error) {
        errors.push(error)
      }
      await flushMicrotasks()
    }
    now = end
    if (errors.length > 0) throw errors[0]
  }

  async function inOrder(ms: number, step: () => void | Promise<void>): Promise<void> {
    checkMs(ms)
    const done = queue.then(flushMicrotasks).then(step)
    queue = done.catch(() => {})
    await done
  }

  return {
    now: () => now,
    // The third argument is the fake network's: its timers are neither throttled nor in `pending`.
    setTimeout(fn: () => void, ms: number, isNetwork = false) {
      checkMs(ms)
      return add(isNetwork ? 'network' : 'timer', now + ms, fn)
    },
    clearTimeout: (handle) => void tasks.delete(handle as Task),
    requestFrame: (fn) => add('frame', nextFrame(), fn),
    cancelFrame: (handle) => void tasks.delete(handle as Task),
    advance: (ms) => inOrder(ms, () => runUntil(now + ms)),
    frame: () => inOrder(0, () => runUntil(Math.max(nextFrame(), ...all('frame').map(timeOf)))),
    sleep: (ms) => inOrder(ms, () => void (now += ms)),
    throttle(ms) {
      checkMs(ms)
      throttle = ms
    },
    get pending() {
      return all('timer').length + all('frame').length
    },
  }
}

/**
 * Checks a time.
 *
 * @throws TypeError when `ms` is negative, infinite or not a number
 */
export function checkMs(ms: number): void {
  if (typeof ms === 'number' && ms >= 0 && ms < Infinity) return
  throw new TypeError(`Expected a finite number of milliseconds, 0 or more; got ${ms}`)
}
