import type { Core } from '../connection/core.ts'

/** How long a tab waits for the lock or a leader before it has a link of its own, in ms. */
const JOIN = 3_000

/** How long a leader has for an answer, in ms. */
const ANSWER = 2_000

/** So many questions without an answer, and the leader counts as gone. */
const QUESTIONS = 2

/** A look that comes so late, in ms, proves nothing: this tab has slept. */
const LATE = 1_000

/** How often something is heard of a leader whose connection has no heartbeat, in ms. */
const INTERVAL = 15_000

/** What a silence leads to. */
export interface Silence {
  /** Whether the page can be seen: only then a silent leader matters. */
  isVisible(): boolean
  /** Asks the leader whether it lives. */
  ask(): void
  /** The first question is about to be asked: notes who holds the lock. */
  noteHolder(): void
  /** There is no leader, or none that takes this tab's messages. */
  alone(): void
  /** The leader doesn't answer. */
  giveUp(): void
  /** Since when an offer has not been answered, by the engine's clock; `null`: none. */
  waitsSince(): number | null
}

/** Notices a leader that is not heard any more. Owns the only timer of a tab that doesn't lead. */
export interface Watch {
  /** The tab begins to take part. */
  start(): void
  /** The leader was heard. */
  hear(): void
  /** Whether the leader has not been heard for an interval. */
  isSilent(): boolean
  /** The page can be seen again. */
  wake(): void
  /** Calls `fn` in `ms`, unless something else comes first. */
  later(fn: () => void, ms: number): void
  stop(): void
}

export function createWatch(core: Core, raise: Silence): Watch {
  const { events, clock } = core
  let handle: unknown
  let dueAt = 0
  let heardAt = 0
  let hasHeard = false
  let asked = 0

  function interval(): number {
    const { interval: set } = core.options.heartbeat
    return set < Infinity ? set : INTERVAL
  }

  function sleep(ms: number, fn: () => void): void {
    stop()
    dueAt = clock() + ms
    handle = core.options.timer.setTimeout(() => {
      fn()
      events.drain()
    }, ms)
  }

  function stop(): void {
    core.options.timer.clearTimeout(handle)
  }

  function start(): void {
    heardAt = clock()
    hasHeard = false
    asked = 0
    sleep(JOIN, joined)
  }

  function joined(): void {
    if (clock() - dueAt >= LATE) return start()
    sleep(Math.max(0, heardAt + interval() - clock()), look)
    if (!hasHeard) raise.alone()
  }

  function look(): void {
    const now = clock()
    if (now - dueAt >= LATE) {
      heardAt = now
      asked = 0
    }
    const left = heardAt + interval() - now
    const since = raise.waitsSince()
    if (left > 0 || !raise.isVisible()) {
      sleep(left > 0 ? left : interval(), look)
      if (since !== null && now - since >= JOIN) raise.alone()
    } else if (asked < QUESTIONS) ask()
    else {
      asked = 0
      sleep(interval(), look)
      raise.giveUp()
    }
  }

  function ask(): void {
    sleep(ANSWER, look)
    if (asked++ === 0) raise.noteHolder()
    raise.ask()
  }

  return {
    start,
    stop,
    hear() {
      heardAt = clock()
      hasHeard = true
      asked = 0
    },
    isSilent: () => clock() - heardAt >= interval(),
    wake() {
      if (clock() - heardAt >= interval() && asked === 0) ask()
    },
    later(fn, ms) {
      sleep(ms, () => {
        sleep(interval(), look)
        fn()
      })
    },
  }
}
