import type { Core } from '../connection/core.ts'
import type { Wire } from './channel.ts'
import type { Election } from './election.ts'

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

/** At most one theft of the lock in so many ms. */
const SPAN = 30_000

/** A theft waits up to so many ms, so that of many tabs only the first one steals. */
const SPREAD = 1_000

/** What a watch needs of its tab. */
export interface WatchedTab {
  /** While it takes part and doesn't lead. */
  wire(): Wire | null
  /** Whether the page can be seen: only then a silent leader matters. */
  isVisible(): boolean
  /** Since when the state, or an offer, has not been answered, by the engine's clock; `null`: none. */
  waitsSince(): number | null
  /** Asks the leader whether it lives. */
  ask(): void
  /** There is no leader, or none that answers this tab. */
  alone(): void
}

/**
 * Notices a leader that is not heard any more, and takes the lock from it where that can't hit a
 * healthy one: this tab hears what it posts, the holder of the lock has not changed, and it has not
 * done so lately. Owns the only timer of a tab that doesn't lead.
 */
export interface Watch {
  /** The tab begins to take part. */
  start(): void
  /** The leader was heard. */
  hear(): void
  /** The page can be seen again. */
  wake(): void
  /** Calls `fn` in `ms`, unless something else comes first. */
  later(fn: () => void, ms: number): void
  stop(): void
}

export function createWatch(core: Core, election: Election, tab: WatchedTab): Watch {
  const { events, clock } = core
  let handle: unknown
  let dueAt = 0
  /** When the leader was heard, or the tab began to listen. */
  let heardAt = 0
  let hasHeard = false
  let asked = 0
  /** Of the lock, when the first question was asked. */
  let holder: string | undefined
  let stolenAt = -Infinity

  function interval(): number {
    const { interval: set } = core.options.heartbeat
    return set < Infinity ? set : INTERVAL
  }

  const isSilent = () => clock() - heardAt >= interval()

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

  function listen(): void {
    heardAt = clock()
    asked = 0
  }

  function look(): void {
    const now = clock()
    if (now - dueAt >= LATE) listen()
    const left = heardAt + interval() - now
    const since = hasHeard ? tab.waitsSince() : heardAt
    const joining = hasHeard ? 0 : heardAt + JOIN - now
    if (joining > 0) sleep(joining, look)
    else if (left <= 0 && tab.isVisible()) judge()
    else sleep(left > 0 ? left : interval(), look)
    if (since !== null && now - since >= JOIN) tab.alone()
  }

  /** The leader is silent: asks, and asks again, and acts. */
  function judge(): void {
    if (asked < QUESTIONS) ask()
    else {
      asked = 0
      later(() => void rescue(), core.options.random() * SPREAD)
    }
  }

  function ask(): void {
    sleep(ANSWER, look)
    if (asked++ === 0) {
      holder = undefined
      void election.holder().then((present) => (holder = present))
    }
    // Each time: what was heard before the first question proves nothing now.
    tab.wire()?.listenForEcho()
    tab.ask()
  }

  async function rescue(): Promise<void> {
    const present = await election.holder()
    const wire = tab.wire()
    if (!wire || !isSilent()) return
    if (present && present === holder && wire.hasEcho() && clock() - stolenAt >= SPAN) {
      stolenAt = clock()
      election.steal()
    } else tab.alone()
  }

  function later(fn: () => void, ms: number): void {
    sleep(ms, () => {
      sleep(interval(), look)
      fn()
    })
  }

  return {
    start() {
      hasHeard = false
      listen()
      sleep(Math.min(JOIN, interval()), look)
    },
    hear() {
      hasHeard = true
      listen()
    },
    wake() {
      if (isSilent() && asked === 0) ask()
    },
    later,
    stop,
  }
}
