import type { SocketError } from '../diagnostics.ts'
import { cut, type CloseInfo } from '../options/close-info.ts'
import { tellError, type Core } from './core.ts'
import type { StatusChange } from './events.ts'
import { createLink, type Link, type LinkOwner } from './link.ts'
import type { Outbox } from './outbox.ts'
import type { PageSignal, PageSignals } from '../options/page.ts'
import { createSchedule } from './schedule.ts'
import { isLegal, type SocketStatus } from './status.ts'

/** The sequence of links: one at a time, each dialled when it is time. Sets the status. */
export interface Dialler {
  link(): Link | null
  /** Dials, unless a link is there; one that is, is replaced if `anew`. */
  connect(anew: boolean): void
  close(code?: number, reason?: string): void
  /** The options have changed; with another target the link is replaced. */
  reconfigure(hasNewTarget: boolean): void
}

export function createDialler(core: Core, outbox: Outbox): Dialler {
  const { state, events } = core
  let link: Link | null = null
  let unsubscribe: (() => void) | false = false
  /** Somebody wants a connection; if there is none, it is for want of a url. */
  let isWanted = false
  let hasOpened = false

  const schedule = createSchedule(core, { due, become })
  const owner: LinkOwner = { opened, stable, flowing, declined, ended }

  /** Neither linked nor about to be. */
  const isResting = () => /idle|closed|failed/.test(state.status)
  const hasUrl = () => (core.options.url ?? null) !== null

  /** The one place that changes the status; `close` is the end that led here. */
  function become(status: SocketStatus, close?: CloseInfo, retryIn?: number): void {
    const { status: previous, attempts: attempt } = state
    if (process.env.NODE_ENV !== 'production' && !isLegal(previous, status)) {
      throw new Error(`Illegal change of status: ${previous} to ${status}`)
    }
    state.status = status
    const change: StatusChange = { status, previous, attempt, retryIn, close }
    if (core.options.debug) console.debug('[heartbeat-socket]', change)
    events.enqueue('status', change)
    if (!close) return
    state.lastClose = close
    events.enqueue('close', close)
  }

  function rest(status: 'idle' | 'closed' | 'failed', close?: CloseInfo): void {
    schedule.stop()
    watchPage(false)
    isWanted = status === 'idle'
    become(status, close)
  }

  function watchPage(page: PageSignals | false): void {
    if (unsubscribe) unsubscribe()
    unsubscribe = page && page.subscribe(onSignal)
  }

  function release(): void {
    link = state.openedAt = state.latency = null
  }

  /** Ends the link from this side; returns how, if there was one. */
  function discard(code?: number, reason = ''): CloseInfo | undefined {
    if (!link) return undefined
    link.discard(code ?? (reason ? 1000 : undefined), reason || undefined)
    release()
    return { code: code ?? (reason ? 1000 : 1005), reason, wasClean: true, cause: 'client' }
  }

  // What the schedule tells.

  function due(close?: CloseInfo): void {
    const isFirst = isResting()
    watchPage(core.options.page)
    schedule.begin(isFirst)
    become(isFirst ? 'connecting' : 'reconnecting', close)
    link = createLink(core, owner, schedule.patience())
    link.dial()
  }

  // What the link tells.

  function opened(): void {
    state.openedAt = core.options.timer.now()
    state.error = null
    become('open')
    events.enqueue('open', { reconnected: hasOpened })
    hasOpened = true
    flowing()
  }

  function stable(): void {
    schedule.restart()
    events.enqueue('stable')
  }

  function flowing(): void {
    outbox.flush(link!)
  }

  function declined(close?: CloseInfo): void {
    release()
    schedule.restart()
    rest('idle', close)
  }

  function ended(...[close, error, death]: Parameters<LinkOwner['ended']>): void {
    const suspicion = state.openedAt !== null && schedule.ended(death)
    release()
    lost(close, (delay) => schedule.plan(death?.byPage ? undefined : delay, close), [
      error,
      suspicion,
    ])
  }

  /** Goes on after an end, or gives up. */
  function lost(
    close: CloseInfo,
    goOn: (delay: number) => void,
    problems: readonly (SocketError | false | undefined)[] = [],
  ): void {
    const next = schedule.next(close)
    // A function of the user's that was asked just now has closed or dialled itself.
    if (link || isResting()) {
      state.lastClose = close
      events.enqueue('close', close)
      return
    }
    const isOver = typeof next === 'object'
    if (isOver) rest('failed', close)
    else goOn(next)
    for (const problem of [...problems, isOver && next]) {
      if (problem) tellError(core, problem)
    }
    if (isOver) outbox.clear('failed')
  }

  // What the page tells.

  function onSignal(signal: PageSignal): void {
    // Some emitters still call whom an earlier listener has removed.
    if (isResting() || !core.options.page) return
    if (signal === 'pagehide') {
      freeze()
    } else if (signal === 'freeze') {
      if (!link) schedule.freeze()
    } else {
      const isGood = signal !== 'offline' && signal !== 'hidden'
      if (link?.isReady()) {
        if (signal === 'offline') link.heartbeat.doubt(true)
        else if (isGood) link.heartbeat.wake()
      } else if (isGood && schedule.sinceDial() >= core.options.connectTimeout) {
        link?.end(cut('connect-timeout'))
      }
      // The link may have ended by now.
      if (!link && !isResting()) schedule.review(isGood)
    }
    events.drain()
  }

  /** The page goes into the back/forward cache, which takes no page with an open socket. */
  function freeze(): void {
    const { page } = core.options
    const close = discard() && cut('page')
    if (!close) schedule.suspend('frozen')
    else {
      lost(close, (delay) => {
        // A function of the user's that was asked just now may have changed whose signals count.
        if (core.options.page === page) schedule.suspend('frozen', close)
        else schedule.plan(delay, close)
      })
    }
  }

  function connect(anew: boolean): void {
    if (isResting()) {
      // A new series, asked for by the user, whom the page's signals don't keep waiting.
      schedule.restart()
      state.error = null
      hasOpened = false
      isWanted = true
      // Without a url only the link's word leads from `closed` and `failed` to `idle`.
      if (hasUrl() || state.status !== 'idle') due()
    } else if (anew || !link) {
      const close = discard()
      if (hasUrl()) due(close)
      else declined(close)
    }
  }

  return {
    link: () => link,
    connect,
    close(code, reason) {
      if (state.status === 'closed') return
      rest('closed', discard(code, reason))
      outbox.clear('closed')
    },
    reconfigure(hasNewTarget) {
      if (!isResting()) watchPage(core.options.page)
      if (hasNewTarget && isWanted) connect(true)
      else if (link) link.watch()
      else if (!isResting()) {
        // Nobody may be left who would wake it.
        schedule.review(
          state.suspendedBy === 'hidden' || (!core.options.page && !!state.suspendedBy),
        )
      }
    },
  }
}
