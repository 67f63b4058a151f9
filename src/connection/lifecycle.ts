import type { SocketError } from '../diagnostics.ts'
import { cut, type CloseInfo, type TransportEnd } from '../options/close-info.ts'
import type { PageSignal } from '../options/page.ts'
import { attempt, type Opening } from './attempt.ts'
import { emitError, type Core } from './core.ts'
import { createDeadline, toDelay } from './deadline.ts'
import type { OwnLifecycle } from './lifecycle-interface.ts'
import { createLine } from './line.ts'
import { createLink } from './link.ts'
import type { Outbox } from './outbox.ts'
import { createPageWatch } from './page-watch.ts'
import { publish, openWith, suspendedBy, waitingFor } from './phases.ts'
import type { Inactive, Phase } from './phases.ts'
import { createRetryPolicy } from './retry-policy.ts'
import type { SuspendedBy } from './status.ts'
import { createTransport, type HeartbeatDeath, type Transport } from './transport.ts'

/** The error of a connection that the server has refused for good. */
const REFUSED = 'HEARTBEAT_SOCKET_R0006'

/**
 * The connection's state machine: one phase at a time, each entered by one function.
 *
 * @param hasOpened - whether a link has opened since `connect()`, one of another tab maybe
 */
export function createLifecycle(core: Core, outbox: Outbox, hasOpened = false): OwnLifecycle {
  const { state, events, clock } = core
  const deadline = createDeadline(core)
  const policy = createRetryPolicy(core)
  const line = createLine(core)
  let phase: Phase = { name: 'inactive', status: 'idle', isWanted: false }
  const watchPage = createPageWatch(onSignal)

  const link = () => (phase.name === 'open' ? phase.link : null)
  const transport = () => ('transport' in phase ? phase.transport : null)
  const hasUrl = () => (core.options.url ?? null) !== null

  /** Enters a phase; `close` is the end that led there. */
  function enter(next: Phase, close = phase.name === 'ended' ? phase.close : undefined): void {
    deadline.clear()
    phase = next
    publish(core, next, close)
    if (close) outbox.reportLost()
  }

  function deactivate(status: Inactive['status'], close?: CloseInfo, isRefused = false): void {
    watchPage(false)
    enter({ name: 'inactive', status, isWanted: isRefused || status === 'idle' }, close)
  }

  // An attempt, and how it comes out.

  function startAttempt(close?: CloseInfo): void {
    const isFirst = phase.name === 'inactive' && state.status !== 'reconnecting'
    watchPage(core.options.page)
    policy.countAttempt()
    state.attempts++
    const next = createTransport(core, deadline, ended)
    const status = isFirst ? 'connecting' : 'reconnecting'
    enter({ name: 'attempting', status, transport: next }, close)
    deadline.set(() => next.end(cut('connect-timeout')), core.options.connectTimeout)
    attempt(core, next, {
      first: outbox.first,
      opened: (...how) => opened(next, ...how),
      declined() {
        goIdle()
        outbox.redirect(null)
      },
    })
  }

  function opened(current: Transport, ...[socket, held, answer]: Opening): void {
    const next = createLink(core, current, socket, deadline, outbox, line, stable)
    state.error = policy.silence()
    state.recovered = hasOpened ? answer?.recovered === true : null
    enter(openWith(core, current, next))
    events.enqueue('open', { reconnected: hasOpened, recovered: state.recovered })
    hasOpened = true
    outbox.resume(next, answer)
    next.start(held)
  }

  function stable(): void {
    if (state.error === policy.silence()) state.error = null
    resetSeries(true)
    events.enqueue('stable')
  }

  function goIdle(close?: CloseInfo): void {
    resetSeries(false)
    deactivate('idle', close)
  }

  function resetSeries(isStable: boolean): void {
    policy.reset(isStable)
    state.attempts = 0
  }

  // A loss, from here to the next attempt.

  /** A link or an attempt has ended by itself. */
  function ended(end: TransportEnd, error?: SocketError, death?: HeartbeatDeath): void {
    const close = { ...end, opened: phase.name === 'open', error: error?.cause }
    let silence: SocketError | null = null
    if (phase.name === 'open') {
      silence = policy.noteDeath(death)
      // A close frame is an arrival like any other: the link has lived until now.
      const openFor = clock() - phase.openSince
      const isProven = close.cause === 'server' && openFor >= core.options.reconnect.stableAfter
      if (isProven && state.attempts > 0) stable()
    }
    if (death) line.noteDeath(death)
    outbox.linkEnded(true)
    goOn(close, (ms) => planRetry(death?.byPage ? undefined : ms, close), [error, silence])
  }

  /** Goes on after an end as the retry policy says: plans the next attempt, or gives up. */
  function goOn(
    close: CloseInfo,
    plan: (delay: number) => void,
    errors: readonly (SocketError | null | undefined)[] = [],
  ): void {
    const asking: Phase = { name: 'ended', close }
    enter(asking)
    const next = policy.afterEnd(close)
    // The user's functions, which the policy ran, have moved the connection on.
    if (phase !== asking) return
    const isOver = typeof next === 'object'
    if (isOver) deactivate('failed', close, next.code === REFUSED)
    else plan(next)
    for (const error of [...errors, isOver && next]) if (error) emitError(core, error)
    if (isOver) outbox.clear('failed')
  }

  /** Attempts in `delay` ms, or at once without one, as far as the page allows it. */
  function planRetry(delay?: number, close?: CloseInfo): void {
    const by = policy.obstacle()
    if (by === 'hidden') suspend(by, close)
    else if (by) wait(policy.longDelay(), by, close)
    else if (delay === undefined) startAttempt(close)
    else wait(delay, null, close)
  }

  function wait(ms: number, by: SuspendedBy | null, close?: CloseInfo, due = retryDue): void {
    enter(waitingFor(core, toDelay(ms), by), close)
    deadline.set(due, ms)
  }

  const suspend = (by: SuspendedBy, close?: CloseInfo) => enter(suspendedBy(by), close)

  /** The wait is over, offline or not: `onLine` lies at times. */
  function retryDue(): void {
    if (policy.obstacle() === state.suspendedBy) startAttempt()
    else planRetry()
  }

  /** Ends the link or the attempt from this side; returns how, if there was one. */
  function release(isLost: boolean, code?: number, reason = ''): CloseInfo | undefined {
    const current = transport()
    if (!current) return undefined
    outbox.linkEnded(isLost)
    current.discard(code ?? (reason ? 1000 : undefined), reason || undefined)
    const opened = phase.name === 'open'
    return { code: code ?? (reason ? 1000 : 1005), reason, wasClean: true, cause: 'client', opened }
  }

  // The page.
  function onSignal(signal: PageSignal): void {
    // Some emitters still call a listener that was just removed.
    if (phase.name === 'inactive' || !core.options.page) return
    if (signal === 'pagehide') leavePage()
    else if (signal === 'freeze') freeze()
    else pageChanged(signal, signal !== 'offline' && signal !== 'hidden')
    events.drain()
  }

  function pageChanged(signal: PageSignal, isWake: boolean): void {
    if (link()?.ensureOpen()) {
      if (signal === 'offline') link()!.suspect()
      else if (isWake) link()!.wake()
    } else if (isWake && policy.sinceAttempt() >= core.options.connectTimeout) {
      transport()?.end(cut('connect-timeout'))
    }
    review(isWake)
  }

  /**
   * The page or the target has changed while an attempt is planned: suspends what the page forbids.
   * On a wake, or for another target, it attempts now, but not within `minDelay` of the last
   * attempt's start.
   */
  function review(isWake: boolean, isAsked = false): void {
    if (!('dueAt' in phase)) return
    const by = policy.obstacle()
    if (by ? by === state.suspendedBy : !isWake) return
    const soonest = core.options.reconnect.minDelay - policy.sinceAttempt()
    const delay = Math.max(soonest, isAsked ? policy.requestDelay() : 0)
    const left = Math.max(0, phase.dueAt - clock())
    if (delay > 0 && delay >= left && !by && !state.suspendedBy) return
    if (isAsked) policy.noteRequest()
    planRetry(delay <= 0 || by ? undefined : Math.min(delay, left))
  }

  /** The page froze: what is planned stays planned, should the signal prove wrong. */
  function freeze(): void {
    if ('dueAt' in phase && phase.retryAt) wait(phase.dueAt - clock(), 'frozen')
  }

  /** The page goes into the back/forward cache, which takes no page with an open socket. */
  function leavePage(): void {
    const { page } = core.options
    // What waits may never be sent.
    outbox.flush(link())
    const released = release(state.suspectedAt !== null)
    const close = released && { ...cut('page'), opened: released.opened }
    if (!close) return suspend('frozen')
    goOn(close, (delay) => {
      // Signals of another page object than at the start would not end the suspension.
      if (core.options.page === page) suspend('frozen', close)
      else planRetry(delay, close)
    })
  }

  // What the user asks for.
  const reconnect = () => (phase.name === 'inactive' ? beginSeries() : attemptAnew())

  function beginSeries(): void {
    resetSeries(false)
    line.reset()
    state.error = null
    hasOpened = false
    outbox.redirect(core.options.url)
    // Idle without a url stays so: only that the connection is wanted has changed.
    if (hasUrl() || state.status !== 'idle') attemptAsked()
    else phase = { name: 'inactive', status: 'idle', isWanted: true }
  }

  function attemptAnew(): void {
    const close = release(true)
    if (hasUrl()) attemptAsked(close)
    else goIdle(close)
  }

  /** Attempts for a caller: now, or as soon as there were not too many of these. */
  function attemptAsked(close?: CloseInfo): void {
    const begin = (end?: CloseInfo) => {
      policy.noteRequest()
      startAttempt(end)
    }
    const ms = policy.requestDelay()
    if (ms <= 0) begin(close)
    // Asking again neither shortens a wait nor makes it longer.
    else if (phase.name !== 'waiting' || phase.dueAt > clock() + ms) {
      watchPage(core.options.page)
      wait(ms, null, close, begin)
    }
  }

  return {
    link,
    native: () => transport()?.native ?? null,
    connect() {
      if (!transport()) reconnect()
    },
    reconnect,
    takeOver() {
      watchPage(core.options.page)
      planRetry()
    },
    giveUp(isLost) {
      const released = release(isLost)
      watchPage(false)
      if (phase.name === 'inactive') return
      enter(suspendedBy('frozen'), released && { ...cut('page'), opened: released.opened })
    },
    close(code, reason) {
      if (state.status === 'closed') return
      outbox.leave(link())
      deactivate('closed', release(false, code, reason))
      outbox.clear('closed')
    },
    reconfigure(hasNewTarget) {
      if (phase.name !== 'inactive') watchPage(core.options.page)
      const isPlanned = 'dueAt' in phase && hasUrl()
      const isWanted = phase.name !== 'inactive' || phase.isWanted
      if (hasNewTarget && isWanted && !isPlanned) reconnect()
      else if (link()) link()!.watch()
      else if (phase.name === 'waiting') review(hasNewTarget, true)
      // No signal may be left that would end the suspension.
      else review(state.suspendedBy === 'hidden' || (!core.options.page && !!state.suspendedBy))
    },
  }
}
