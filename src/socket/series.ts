import { socketError, type SocketError } from '../diagnostics.ts'
import { MAX_TIMEOUT } from '../timer/index.ts'
import { backoff, longDelay } from './backoff.ts'
import { isRefusal, UNAUTHORIZED } from './close-codes.ts'
import type { CloseInfo } from './close-info.ts'
import type { Core } from './core.ts'
import type { HeartbeatDeath } from './heartbeat.ts'
import { attempt, report } from './report.ts'

/** How many links may open and die unanswered before we say what is probably wrong. */
const SUSPICIOUS_DEATHS = 3

/** After deaths by heartbeat a link gets at most this many times `timeout`. */
const MAX_PATIENCE = 4

/** What has happened since the last stable opening, and what follows from it for the next dial. */
export interface Series {
  /** How many times the heartbeat's `timeout` the next link gets. */
  patience(): number
  /** A dial begins. */
  begin(isFirst: boolean): void
  /** The link is stable, or somebody called `connect()`: start from nothing. */
  restart(): void
  /**
   * A link that was open ended. If it died by heartbeat the next gets more time; returns what is
   * worth saying of it.
   */
  ended(death?: HeartbeatDeath): SocketError | false
  /** The delay before the next dial in ms, or why there is none. */
  next(close: CloseInfo): number | SocketError
}

export function createSeries(core: Core): Series {
  const { state } = core
  let patience = 1
  let redials = 0
  /** The url at which the server has refused us. */
  let refusedUrl: unknown
  let unansweredDeaths = 0

  /** The user's delay, if there is one to go by. */
  function ownDelay(close: CloseInfo): number | undefined {
    const delay: unknown = attempt(() => core.options.reconnect.delay?.(redials + 1, close))
    if (typeof delay === 'number' && delay >= 0) return delay
    if (delay !== undefined) report(socketError('R0011', { value: String(delay) }))
    return undefined
  }

  return {
    patience: () => patience,
    begin(isFirst) {
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
      const hasToken = handshake || [url, protocols].some((one) => typeof one === 'function')
      const isFinal = isRefused && (refusedUrl === url || (isTokenMatter && !hasToken))
      const isUsedUp = redials >= maxAttempts
      const byDefault = !isFinal && !isUsedUp
      if (isRefused) refusedUrl = url
      if (!(attempt(() => shouldReconnect?.(close, byDefault)) ?? byDefault)) {
        if (isFinal) return socketError('R0006', { value: close.code })
        return socketError(isUsedUp ? 'R0005' : 'R0009', { value: maxAttempts })
      }
      const isUnhurried = (isRefused && !isTokenMatter) || (page && !page.visible)
      const usual = isUnhurried
        ? longDelay(reconnect, random)
        : backoff(redials + 1, reconnect, random)
      return Math.min(ownDelay(close) ?? usual, MAX_TIMEOUT)
    },
  }
}
