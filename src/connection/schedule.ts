import { socketError, type SocketError } from '../diagnostics.ts'
import { backoff, longDelay } from './backoff.ts'
import { isRefusal, UNAUTHORIZED } from './close-codes.ts'
import type { CloseInfo } from '../options/close-info.ts'
import type { Core } from './core.ts'
import type { HeartbeatDeath } from './heartbeat.ts'
import { attempt, report } from './report.ts'
import type { SuspendedBy } from './status.ts'

/** How many links may open and die unanswered before we say what is probably wrong. */
const SUSPICIOUS_DEATHS = 3

/** After deaths by heartbeat a link gets at most this many times `timeout`. */
const MAX_PATIENCE = 4

/** Whom a schedule works for. */
export interface ScheduleOwner {
  /** It is time to dial. */
  due(close?: CloseInfo): void
  /** A wait has begun or changed; without `retryIn` it has no end of its own. */
  become(status: 'reconnecting' | 'suspended', close?: CloseInfo, retryIn?: number): void
}

/**
 * When to dial next, and whether: by what has happened in this series of dials, which ends with a
 * stable opening, and as far as the page allows it.
 */
export interface Schedule {
  /** How many times the heartbeat's `timeout` the next link gets. */
  patience(): number
  /** How long ago, in ms, the last dial began. */
  sinceDial(): number
  /** A dial begins: nothing is planned any more. */
  begin(isFirst: boolean): void
  /** The link is stable, or somebody called `connect()`: start from nothing. */
  restart(): void
  stop(): void
  /**
   * A link that was open ended. If it died by heartbeat the next gets more time; returns what is
   * worth saying of it.
   */
  ended(death?: HeartbeatDeath): SocketError | false
  /** The delay before the next dial in ms, or why there is none. */
  next(close: CloseInfo): number | SocketError
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
  let patience = 1
  let redials = 0
  /** The url at which the server has refused us. */
  let refusedUrl: unknown
  let unansweredDeaths = 0
  let dialledAt = 0
  let dueAt = 0

  const sinceDial = () => clock() - dialledAt
  const usualLong = () => longDelay(core.options.reconnect, core.options.random)

  /** What speaks against dialling; read live, because the events are not to be relied on. */
  function obstacle(): 'offline' | 'hidden' | null {
    const { page, reconnect } = core.options
    if (!page) return null
    if (!page.visible && !reconnect.whenHidden) return 'hidden'
    return page.online ? null : 'offline'
  }

  /** The user's delay, if there is one to go by. */
  function ownDelay(close: CloseInfo): number | undefined {
    const delay: unknown = attempt(() => core.options.reconnect.delay?.(redials + 1, close))
    if (typeof delay === 'number' && delay >= 0) return delay
    if (delay !== undefined) report(socketError('R0011', { value: String(delay) }))
    return undefined
  }

  function wait(wanted: number, suspendedBy: SuspendedBy | null, close?: CloseInfo): void {
    const delay = timeout(wake, wanted)
    dueAt = clock() + delay
    state.retryAt = core.options.timer.now() + delay
    state.suspendedBy = suspendedBy
    owner.become(suspendedBy ? 'suspended' : 'reconnecting', close, delay)
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

  function plan(delay?: number, close?: CloseInfo): void {
    const by = obstacle()
    if (by === 'hidden') suspend(by, close)
    else if (by) wait(usualLong(), by, close)
    else if (delay === undefined) owner.due(close)
    else wait(delay, by, close)
  }

  function suspend(by: SuspendedBy, close?: CloseInfo): void {
    stop()
    state.suspendedBy = by
    owner.become('suspended', close)
  }

  return {
    patience: () => patience,
    sinceDial,
    stop,
    plan,
    suspend,
    begin(isFirst) {
      stop()
      dialledAt = clock()
      state.attempts++
      if (!isFirst) redials++
    },
    restart() {
      state.attempts = redials = 0
      refusedUrl = undefined
      patience = 1
    },
    ended(death) {
      if (death) patience = Math.min(patience * 2, MAX_PATIENCE)
      unansweredDeaths = death?.unanswered ? unansweredDeaths + 1 : 0
      return unansweredDeaths === SUSPICIOUS_DEATHS && socketError('R0007')
    },
    next(close) {
      const { reconnect, random, page, url, protocols, handshake } = core.options
      const { maxAttempts, shouldReconnect } = reconnect
      const isRefused = isRefusal(close)
      // With another token the next attempt may fare better.
      const isTokenMatter = isRefused && close.code === UNAUTHORIZED
      const hasToken = [url, protocols, handshake].some((one) => typeof one === 'function')
      const isFinal = isRefused && (refusedUrl === url || (isTokenMatter && !hasToken))
      const isUsedUp = redials >= maxAttempts
      const byDefault = !isFinal && !isUsedUp
      if (isRefused) refusedUrl = url
      if (!(attempt(() => shouldReconnect?.(close, byDefault)) ?? byDefault)) {
        if (isFinal) return socketError('R0006', { value: close.code })
        return socketError(isUsedUp ? 'R0005' : 'R0009', { value: maxAttempts })
      }
      const isUnhurried = (isRefused && !isTokenMatter) || (page && !page.visible)
      const usual = isUnhurried ? usualLong() : backoff(redials + 1, reconnect, random)
      return ownDelay(close) ?? usual
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
