import type { TimerService } from '../timer/index.ts'
import { checkMs } from './check.ts'
import { FRAME, FakeClock } from './fake-clock.ts'
import type { Moment } from './fake-clock.ts'
import { settle } from './settle.ts'

/** 2026-01-01T00:00:00Z, a multiple of every span that a browser throttles to. */
const START = 1_767_225_600_000

/** Callbacks without a step of the clock after which a test would hang rather than end. */
const ENDLESS = 100_000

export interface FakeTimersOptions {
  /** Where the clock starts, in ms since the epoch. @default 2026-01-01T00:00:00Z */
  now?: number | undefined
}

/**
 * A `TimerService` whose clock moves only when told to. Pass it in the option `timer`, or take a
 * fake server's options, which contain it.
 *
 * `advance`, `frame` and `sleep` wait for each other: called without `await`, they still run one
 * after the other. Each begins by running what promises have to do.
 */
export interface FakeTimers extends TimerService {
  /**
   * @throws TypeError when `ms` is negative, infinite or not a number
   */
  setTimeout(fn: () => void, ms: number): unknown
  /**
   * As `setTimeout`, but for what comes from outside the page, a message from the network say:
   * `throttle` doesn't delay it and `pending` doesn't count it. Cleared by `clearTimeout`.
   * @throws TypeError when `ms` is negative, infinite or not a number
   */
  setNetworkTimeout(fn: () => void, ms: number): unknown
  /**
   * Lets `ms` milliseconds pass. Timers fire in the order of their deadlines, then of their
   * creation, those too that are set on the way and fall due. Promises run to the end after each.
   * Frames come too: 16 ms after the first request, for all that were requested until then.
   *
   * When callbacks throw, all others still run; then it rejects with the first error. Rejects too
   * when callbacks go on without end at one and the same time, and, with a TypeError, when `ms` is
   * negative, infinite or not a number.
   */
  advance(ms: number): Promise<void>
  /**
   * Goes on to the next frame and runs it, with the timers due on the way: to the one that is
   * requested already, else 16 ms on. Vue has rendered when it resolves. While throttled, goes on
   * until the frames requested by now have run by their fallback. Rejects as `advance` does.
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
  /** Timers and frame requests that have not fired yet; what the network holds is not counted. */
  readonly pending: number
}

/**
 * Makes fake timers.
 * @throws TypeError when `options.now` is negative, infinite or not a number
 */
export function createFakeTimers(options: FakeTimersOptions = {}): FakeTimers {
  const start = options.now ?? START
  checkMs(start, 'now')
  const clock = new FakeClock(start)
  const serially = createQueue()
  const setTimer = (fn: () => void, ms: number, throttled: boolean): unknown => {
    checkMs(ms, 'The delay of a timer')
    return clock.setTimer(fn, ms, throttled)
  }

  return {
    now: () => clock.now,
    setTimeout: (fn, ms) => setTimer(fn, ms, true),
    setNetworkTimeout: (fn, ms) => setTimer(fn, ms, false),
    clearTimeout: (handle) => void clock.clearTimer(handle),
    requestFrame: (fn) => clock.requestFrame(fn),
    cancelFrame: (handle) => void clock.cancelFrame(handle),
    async advance(ms) {
      checkMs(ms, 'The time to advance')
      await serially(async () => {
        await settle()
        await runUntil(clock, clock.now + ms)
      })
    },
    frame: () => serially(() => runFrame(clock)),
    async sleep(ms) {
      checkMs(ms, 'The time to sleep')
      await serially(async () => {
        await settle()
        clock.now += ms
      })
    },
    throttle(ms) {
      checkMs(ms, 'The throttle')
      clock.throttle = ms
    },
    get pending() {
      return clock.pending
    },
  }
}

function createQueue(): (step: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (step) => {
    const result = last.then(step)
    last = result.catch(() => {})
    return result
  }
}

async function runFrame(clock: FakeClock): Promise<void> {
  await settle()
  const end = clock.framesDone() ?? clock.now + FRAME
  clock.nextFrame = end
  try {
    await runUntil(clock, end)
  } finally {
    clock.nextFrame = Infinity
  }
}

async function runUntil(clock: FakeClock, end: number): Promise<void> {
  const errors: unknown[] = []
  let atOneTime = 0
  let moment: Moment | null
  while ((moment = clock.next(end)) !== null) {
    atOneTime = moment.at > clock.now ? 0 : atOneTime + 1
    if (atOneTime > ENDLESS) throw new Error('Timers go on firing without end at one time')
    clock.now = moment.at
    await runMoment(clock, moment, errors)
  }
  clock.now = end
  if (errors.length > 0) throw errors[0]
}

async function runMoment(clock: FakeClock, moment: Moment, errors: unknown[]): Promise<void> {
  // What a callback requests is for the next frame.
  if (moment.isFrame) clock.nextFrame = Infinity
  for (const task of moment.tasks) {
    // A callback before it may have cleared it.
    if (!clock.take(task)) continue
    try {
      task.run()
    } catch (error) {
      errors.push(error)
    }
    await settle()
  }
}
