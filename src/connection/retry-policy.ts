import { socketError, warn, type SocketError } from '../diagnostics.ts'
import type { CloseInfo } from '../options/close-info.ts'
import { backoff, longDelay } from './backoff.ts'
import { report } from './callbacks.ts'
import { isRefusal, REPLACED, RESTART, UNAUTHORIZED } from './close-codes.ts'
import { consult } from './consult.ts'
import type { Core } from './core.ts'
import { createRetryCount, isPageAway } from './retry-count.ts'
import type { HeartbeatDeath } from './transport.ts'

/** How many links in a row may open and die unanswered before the user hears of it. */
const SUSPICIOUS_DEATHS = 3

/** Of the attempts that callers ask for, so many within so many ms begin at once. */
const FREE_REQUESTS = 5
const REQUEST_SPAN = 5_000

/**
 * Whether to retry, and after what delay, judged by what has happened in this series of attempts. A
 * series ends with a stable opening. The policy is asked and never calls back; `afterEnd` runs the
 * user's `shouldReconnect` and `delay`.
 */
export interface RetryPolicy {
  /** How long ago the last attempt began, in ms. */
  sinceAttempt(): number
  /** Counts an attempt that begins now. */
  countAttempt(): void
  /**
   * How long, in ms, an attempt that a caller asks for must wait, so that `reconnect()` in a listener
   * of `close` doesn't hammer a server; 0 or less: not at all.
   */
  requestDelay(): number
  /** Notes an attempt that a caller asked for. */
  noteRequest(): void
  /** Begins a new series: with a retry, because the link is stable, or with a first attempt. */
  reset(isStable: boolean): void
  /**
   * Notes how a link that was open died, if it died by heartbeat; returns the error to emit once
   * the server seems not to answer at all.
   */
  noteDeath(death?: HeartbeatDeath): SocketError | null
  /** That error, from then until the next series. */
  silence(): SocketError | null
  /** The delay before the next attempt in ms, or why there is none. */
  afterEnd(close: CloseInfo): number | SocketError
  /** What the page has against an attempt; read live, because its signals are not reliable. */
  obstacle(): 'offline' | 'hidden' | null
  /** A delay from the longest range, in ms: for pages that are offline. */
  longDelay(): number
}

export function createRetryPolicy(core: Core): RetryPolicy {
  const count = createRetryCount()
  /** The url at which the server has refused us in this series. */
  let refusedUrl: unknown
  let unansweredDeaths = 0
  let silence: SocketError | null = null
  let isSilencePrinted = false
  let attemptedAt = 0
  /** When the newest attempts began that callers asked for. */
  let requests: readonly number[] = []

  const long = () => longDelay(core.options.reconnect, core.options.random)

  const raise = (error: SocketError) => report(error.cause ?? error)

  /** What the user's `delay` function returns, if that is a delay. */
  function ownDelay(close: CloseInfo): number | undefined {
    const { delay: fn } = core.options.reconnect
    if (!fn) return undefined
    const delay: unknown = consult(core, 'reconnect.delay', raise, fn, count.made() + 1, close)
    if (typeof delay === 'number' && delay >= 0) return delay
    if (delay !== undefined) report(socketError('R0011', { value: String(delay) }))
    return undefined
  }

  return {
    sinceAttempt: () => core.clock() - attemptedAt,
    longDelay: long,
    obstacle() {
      const { page, reconnect } = core.options
      if (!page) return null
      if (!page.visible && !reconnect.whenHidden) return 'hidden'
      return page.online ? null : 'offline'
    },
    countAttempt() {
      attemptedAt = core.clock()
      count.add(isPageAway(core.options.page) || core.state.suspendedBy === 'frozen')
    },
    requestDelay: () => (requests.at(-FREE_REQUESTS) ?? -Infinity) + REQUEST_SPAN - core.clock(),
    noteRequest() {
      requests = [...requests, core.clock()].slice(-FREE_REQUESTS)
    },
    reset(isStable) {
      count.reset(isStable ? 0 : -1)
      refusedUrl = undefined
      silence = null
      if (!isStable) unansweredDeaths = 0
    },
    noteDeath(death) {
      unansweredDeaths = death?.unanswered ? unansweredDeaths + 1 : 0
      if (silence || unansweredDeaths < SUSPICIOUS_DEATHS) return null
      silence = socketError('R0007')
      if (process.env.NODE_ENV !== 'production' && !isSilencePrinted) {
        isSilencePrinted = true
        warn(silence)
      }
      return silence
    },
    silence: () => silence,
    afterEnd(close) {
      const { reconnect, random, page, url, protocols, handshake, session } = core.options
      const { maxAttempts, shouldReconnect } = reconnect
      const isRefused = isRefusal(close, !!session)
      // With another token the next attempt may fare better.
      const isTokenMatter = isRefused && close.code === UNAUTHORIZED
      const sources = [url, protocols, handshake, session?.auth]
      const hasToken = sources.some((one) => typeof one === 'function')
      const isHopeless = close.code === REPLACED || (isTokenMatter && !hasToken)
      const isFinal = isRefused && (refusedUrl === url || isHopeless)
      const isUsedUp = count.isUsedUp(maxAttempts, close)
      const byDefault = !isFinal && !isUsedUp
      if (isRefused) refusedUrl = url
      const option = 'reconnect.shouldReconnect'
      const decision =
        shouldReconnect && consult(core, option, raise, shouldReconnect, close, byDefault)
      if (!(decision ?? byDefault)) {
        if (isFinal) return socketError('R0006', { value: close.code })
        return socketError(isUsedUp ? 'R0005' : 'R0009', { value: count.made() })
      }
      const isUnhurried = (isRefused && !isTokenMatter) || (page && !page.visible)
      const isRestart = session && close.code === RESTART && count.made() === 0
      const usual = isRestart
        ? 0
        : isUnhurried
          ? long()
          : backoff(count.made() + 1, reconnect, random)
      return ownDelay(close) ?? usual
    },
  }
}
