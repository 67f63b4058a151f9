import type { TimerService } from '../timers/index.ts'
import { settle } from './settle.ts'

/** 2026-01-01T00:00:00Z, a multiple of every span that a browser throttles to. */
const START = 1_767_225_600_000

/** Time between two frames, in ms. */
const FRAME = 16

/** How long a frame request waits where there are no frames, in ms. */
const FRAME_FALLBACK = 250

/**
 * A `TimerService` whose clock moves only when told to. Pass it in the option `timer`, or take a
 * fake server's options, which contain it.
 *
 * `advance`, `frame` and `sleep` wait for each other: called without `await`, they still run one
 * after the other. Each begins by running what promises have to do.
 */
export interface FakeTimers extends Required<TimerService> {
  /**
   * Lets `ms` milliseconds pass. Timers fire in the order of their deadlines, then of their
   * creation, those too that are set on the way and fall due. Promises run to the end after each.
   * Frames come too, whenever the clock is at a multiple of 16 ms.
   *
   * When callbacks throw, all others still run; then it rejects with the first error. Rejects with
   * a TypeError when `ms` is negative, infinite or not a number.
   */
  advance(ms: number): Promise<void>
  /**
   * Goes on to the next frame and runs it, with the timers due on the way. Vue has rendered when it
   * resolves. While throttled, goes on until the frames requested by now have run by their
   * fallback. Rejects as `advance` does.
   */
  frame(): Promise<void>
  /**
   * The lid of a laptop: the clock jumps by `ms` and nothing fires. What fell due meanwhile fires
   * at the next `advance`, also `advance(0)`, or `frame`, and sees the late clock. Rejects with a
   * TypeError when `ms` is negative, infinite or not a number.
   */
  sleep(ms: number): Promise<void>
  /**
   * A hidden tab: from now on timers fire only when the clock is at a multiple of `ms` (1_000 in
   * most browsers, 60_000 in Chromium after five minutes), and there are no frames: a frame request
   * runs by its fallback, a timer of 250 ms, throttled like the others. `throttle(0)` ends it.
   * @throws TypeError when `ms` is negative, infinite or not a number
   */
  throttle(ms: number): void
  /** Timers and frame requests that have not fired yet. What is on the network does not count. */
  readonly pending: number
}

interface Task {
  readonly kind: 'timer' | 'frame' | 'network'
  readonly setAt: number
  readonly due: number
  readonly fn: () => void
}

/**
 * Makes fake timers. Their clock starts at `now`, in ms since the epoch, or 2026-01-01T00:00:00Z.
 * @throws TypeError when `now` is negative, infinite or not a number
 */
export function createFakeTimers(options: { now?: number | undefined } = {}): FakeTimers {
  let { now = START } = options
  checkMs(now)
  let throttle = 0
  let queue: Promise<void> = Promise.resolve()
  /** In the order of their creation. A task is its own handle. */
  const tasks = new Set<Task>()

  function add(kind: Task['kind'], due: number, fn: () => void): Task {
    const task: Task = { kind, setAt: now, due, fn }
    tasks.add(task)
    return task
  }
  const all = (kind: Task['kind']): Task[] => [...tasks].filter((task) => task.kind === kind)
  const nextFrame = (): number => (Math.floor(now / FRAME) + 1) * FRAME

  /** When a task will run, as things are. */
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
      await settle()
    }
    now = end
    if (errors.length > 0) throw errors[0]
  }

  async function inTurn(ms: number, step: () => void | Promise<void>): Promise<void> {
    checkMs(ms)
    const done = queue.then(settle).then(step)
    queue = done.catch(() => {})
    await done
  }

  return {
    now: () => now,
    // The third argument is for the fake server: neither throttled nor counted in `pending`.
    setTimeout(fn: () => void, ms: number, isNetwork = false) {
      checkMs(ms)
      return add(isNetwork ? 'network' : 'timer', now + ms, fn)
    },
    clearTimeout: (handle) => void tasks.delete(handle as Task),
    requestFrame: (fn) => add('frame', nextFrame(), fn),
    cancelFrame: (handle) => void tasks.delete(handle as Task),
    advance: (ms) => inTurn(ms, () => runUntil(now + ms)),
    frame: () => inTurn(0, () => runUntil(Math.max(nextFrame(), ...all('frame').map(timeOf)))),
    sleep: (ms) => inTurn(ms, () => void (now += ms)),
    throttle(ms) {
      checkMs(ms)
      throttle = ms
    },
    get pending() {
      return all('timer').length + all('frame').length
    },
  }
}

/** @throws TypeError when `ms` is negative, infinite or not a number */
export function checkMs(ms: number): void {
  if (typeof ms === 'number' && ms >= 0 && ms < Infinity) return
  throw new TypeError(`Expected a finite number of milliseconds, 0 or more; got ${ms}`)
}
