import type { CloseInfo, Connection, StatusChange } from 'vue-heartbeat-socket/socket'

/** Closes that are final when met twice (DESIGN, section 5). */
const REFUSALS = [1002, 1003, 1007, 1008, 1009, 1010, 4401, 4403]
const UNAUTHORIZED = 4401

/**
 * What the design says of a series of attempts, written down a second time: how many there were, what
 * delay the next one may have, and whether there is one.
 */
export class Series {
  attempts = 0
  /** Whether nothing was missed since the series began. */
  isSure = true
  /** 1 after a stable opening, when the first attempt to come is a retry. */
  #before = 0
  /** Retries that count towards `maxAttempts`: those that began while the page was there. */
  #counted = 0
  #refusedUrl: unknown

  /** The number of the next retry. */
  get next(): number {
    return this.attempts + this.#before
  }

  /** A attempt begins. */
  begins(isFirst: boolean, isAway: boolean): void {
    if (isFirst) this.#restart(0)
    if (this.next > 0 && !isAway) this.#counted++
    this.attempts++
  }

  stable(): void {
    this.#restart(1)
  }

  /** Without a url the series is over. */
  declined(): void {
    this.#restart(0)
  }

  /** A link, or an attempt, ended; returns whether that is the end of all. */
  ended(close: CloseInfo, { options }: Connection): boolean {
    if (!isOurs(close)) return false
    const { maxAttempts } = options.reconnect
    const isUsedUp = close.cause === 'page' ? maxAttempts === 0 : this.#counted >= maxAttempts
    const isRefused = isRefusal(close)
    const { url, protocols, handshake } = options
    const hasToken = handshake ?? [url, protocols].find((one) => typeof one === 'function')
    const canTryAnother = close.code !== UNAUTHORIZED || hasToken
    const isFinal = isRefused && (this.#refusedUrl === url || !canTryAnother)
    if (isRefused) this.#refusedUrl = url
    return isUsedUp || isFinal
  }

  /** Takes over what the engine says, after calls that cannot be followed from outside. */
  follow(attempts: number): void {
    this.attempts = attempts
    this.isSure = false
  }

  #restart(before: 0 | 1): void {
    this.attempts = 0
    this.isSure = true
    this.#before = before
    this.#counted = 0
    this.#refusedUrl = undefined
  }
}

/** Whether the engine decides what follows: not after what the user ended. */
export function isOurs({ cause }: CloseInfo): boolean {
  return cause !== 'client'
}

/** The least and the greatest delay that the design allows for a retry, in ms. */
export function allowedDelays(
  { status, close }: StatusChange,
  retry: number,
  { options, suspendedBy }: Connection,
  isAsked: boolean,
): readonly [number, number] {
  const { spread, minDelay, maxDelay, factor } = options.reconnect
  const long = [maxDelay / 4, maxDelay] as const
  if (status === 'suspended') return suspendedBy === 'offline' ? long : [0, 2 ** 31]
  // Callers may have asked for too many.
  if (close?.cause === 'client') return [0, 5_000]
  if (!close) return [0, isAsked ? Math.max(minDelay, 5_000) : minDelay]
  const isHidden = options.page && !options.page.visible
  if (isHidden || (isRefusal(close) && close.code !== UNAUTHORIZED)) return long
  if (retry <= 1) return [0, spread]
  const bound = Math.min(maxDelay, minDelay * factor ** (retry - 2))
  return [bound / 4, bound]
}

function isRefusal({ cause, code }: CloseInfo): boolean {
  return cause === 'server' && REFUSALS.includes(code)
}
