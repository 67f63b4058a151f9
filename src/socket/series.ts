import { socketError, type SocketError } from '../diagnostics.ts'
import { MAX_TIMEOUT } from '../timer/index.ts'
import { backoff, longDelay } from './backoff.ts'
import { isRefusal, judgeClose } from './close-codes.ts'
import type { CloseInfo } from './close-info.ts'
import type { HeartbeatDeath } from './heartbeat.ts'
import { report } from './report.ts'
import type { ResolvedOptions, ResolvedReconnect } from './resolve-options.ts'

/** How many links may open and die unanswered before we say what is probably wrong. */
const SUSPICIOUS_DEATHS = 3

/** After deaths by heartbeat a link gets at most this many times `timeout`. */
const MAX_PATIENCE = 4

/** What has happened since the last stable opening, and what follows from it for the next dial. */
export class Series {
  /** Dials begun, the current one included. */
  attempts = 0
  #redials = 0
  #wasRefused = false
  #patience = 1
  #unanswered = 0

  /** How many times the heartbeat's `timeout` the next link gets. */
  get patience(): number {
    return this.#patience
  }

  /** A dial begins. */
  begin(isRedial: boolean): void {
    this.attempts++
    if (isRedial) this.#redials++
  }

  /** The link is stable, or somebody called `connect()`: start from nothing. */
  restart(): void {
    this.attempts = 0
    this.#redials = 0
    this.#wasRefused = false
    this.#patience = 1
  }

  /** A link died by heartbeat: be more patient with the next; returns what is worth saying of it. */
  died({ unanswered }: HeartbeatDeath): SocketError | null {
    this.#patience = Math.min(this.#patience * 2, MAX_PATIENCE)
    this.#unanswered = unanswered ? this.#unanswered + 1 : 0
    return this.#unanswered === SUSPICIOUS_DEATHS ? socketError('HEARTBEAT_SOCKET_R0007') : null
  }

  /** The delay before the next dial in ms, or why there is none. */
  next(close: CloseInfo, options: ResolvedOptions, isHidden: boolean): number | SocketError {
    const { reconnect, random } = options
    const verdict = judgeClose(close, this.#wasRefused, mayBringToken(options))
    this.#wasRefused ||= isRefusal(close)
    const byDefault = verdict !== 'final' && this.#redials < reconnect.maxAttempts
    if (!ask(reconnect, close, byDefault)) return this.#reasonToStop(close, reconnect, verdict)
    const redial = this.#redials + 1
    return (
      ownDelay(reconnect, redial, close) ??
      (verdict === 'redial-late' || isHidden
        ? longDelay(reconnect, random)
        : backoff(redial, reconnect, random))
    )
  }

  #reasonToStop(
    close: CloseInfo,
    { maxAttempts }: ResolvedReconnect,
    verdict: string,
  ): SocketError {
    if (verdict === 'final') {
      return socketError('HEARTBEAT_SOCKET_R0006', { value: String(close.code) })
    }
    return this.#redials >= maxAttempts
      ? socketError('HEARTBEAT_SOCKET_R0005', { value: String(maxAttempts) })
      : socketError('HEARTBEAT_SOCKET_R0009')
  }
}

function mayBringToken({ url, protocols, handshake }: ResolvedOptions): boolean {
  return typeof url === 'function' || typeof protocols === 'function' || handshake !== undefined
}

function ask(reconnect: ResolvedReconnect, close: CloseInfo, byDefault: boolean): boolean {
  try {
    return reconnect.shouldReconnect?.(close, byDefault) ?? byDefault
  } catch (error) {
    report(error)
    return byDefault
  }
}

/** The user's delay; `undefined` where there is none to go by. */
function ownDelay(
  { delay }: ResolvedReconnect,
  redial: number,
  close: CloseInfo,
): number | undefined {
  try {
    const ms = delay?.(redial, close)
    if (ms === undefined || ms >= 0) return ms && Math.min(ms, MAX_TIMEOUT)
    report(socketError('HEARTBEAT_SOCKET_R0011', { value: String(ms) }))
  } catch (error) {
    report(error)
  }
  return undefined
}
