import { longDelay } from './backoff.ts'
import type { CloseInfo } from './close-info.ts'
import type { Core } from './core.ts'
import type { SuspendedBy } from './status.ts'

/** Whom a schedule works for. */
export interface ScheduleOwner {
  /** It is time to dial. */
  due(close?: CloseInfo): void
  /** A wait has begun or changed; without `retryIn` it has no end of its own. */
  waits(close?: CloseInfo, retryIn?: number): void
}

/** When to dial next, as far as the page allows it. */
export interface Schedule {
  /** How long ago, in ms, the last dial began. */
  sinceDial(): number
  /** A dial begins: nothing is planned any more. */
  begin(): void
  stop(): void
  /** Plans a dial in `delay` ms, or dials at once if there is none; the page may put it off. */
  plan(delay?: number, close?: CloseInfo): void
  /** Waits until the page comes back, however long that takes. */
  suspend(by: SuspendedBy, close?: CloseInfo): void
  /** The page froze: what is planned stays planned, should the signal prove wrong. */
  freeze(): void
  /**
   * The page's state has changed: suspends what it forbids. If it `woke`: dials now, but not within
   * `minDelay` of the last dial's start.
   */
  review(woke: boolean): void
}

export function createSchedule(core: Core, owner: ScheduleOwner): Schedule {
  const { state, clock, timeout } = core
  let dialledAt = 0
  let dueAt = 0

  /** What speaks against dialling; read live, because the events are not to be relied on. */
  function obstacle(): 'offline' | 'hidden' | null {
    const { page, reconnect } = core.options
    if (!page) return null
    if (!page.visible && !reconnect.whenHidden) return 'hidden'
    return page.online ? null : 'offline'
  }

  function wait(delay: number, suspendedBy: SuspendedBy | null, close?: CloseInfo): void {
    timeout(wake, delay)
    dueAt = clock() + delay
    state.retryAt = core.options.timer.now() + delay
    state.suspendedBy = suspendedBy
    owner.waits(close, delay)
  }

  /** The wait is over. Whoever waited as offline dials all the same: `onLine` lies at times. */
  function wake(): void {
    if (obstacle() === state.suspendedBy) owner.due()
    else plan()
  }

  function stop(): void {
    timeout()
    state.retryAt = state.suspendedBy = null
  }

  const sinceDial = () => clock() - dialledAt

  function plan(delay?: number, close?: CloseInfo): void {
    const { reconnect, random } = core.options
    const by = obstacle()
    if (by === 'hidden') suspend(by, close)
    else if (by) wait(longDelay(reconnect, random), by, close)
    else if (delay === undefined) owner.due(close)
    else wait(delay, by, close)
  }

  function suspend(by: SuspendedBy, close?: CloseInfo): void {
    stop()
    state.suspendedBy = by
    owner.waits(close)
  }

  return {
    sinceDial,
    stop,
    plan,
    suspend,
    begin() {
      stop()
      dialledAt = clock()
    },
    freeze() {
      if (state.retryAt) wait(Math.max(0, dueAt - clock()), 'frozen')
    },
    review(woke) {
      const by = obstacle()
      if (by ? by === state.suspendedBy : !woke) return
      const delay = core.options.reconnect.minDelay - sinceDial()
      const left = state.retryAt ? Math.max(0, dueAt - clock()) : Infinity
      if (delay <= 0 || by) plan()
      else if (delay < left || state.suspendedBy) plan(Math.min(delay, left))
    },
  }
}
