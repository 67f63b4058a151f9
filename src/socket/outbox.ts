import type { OutboxOptions, RawData } from './options.ts'
import { byteLength } from './raw-data.ts'

/** Why a message was given up. */
export type DropReason =
  /** the outbox was full */
  | 'overflow'
  /** larger than the whole outbox */
  | 'too-large'
  /** waited longer than `maxAge` */
  | 'expired'
  /** no link is open, and the outbox is off */
  | 'not-open'
  /** the connection was closed, or is */
  | 'closed'
  /** the connection has been given up */
  | 'failed'
  /** the url was changed to another fixed one */
  | 'other-url'
  /** the codec, or the socket, can't send this */
  | 'unsendable'

/** A message on its way: as it was given, and as it goes over the wire. */
export interface Outgoing {
  readonly data: unknown
  readonly raw: RawData
}

interface Waiting extends Outgoing {
  readonly size: number
  at: number
}

type Limits = { [Key in keyof OutboxOptions]-?: NonNullable<OutboxOptions[Key]> }

/** A bounded queue, in order, for what is sent while no link is open. */
export class Outbox {
  readonly #drop: (message: Outgoing, reason: DropReason) => void
  #waiting: Waiting[] = []
  #bytes = 0

  constructor(drop: (message: Outgoing, reason: DropReason) => void) {
    this.#drop = drop
  }

  get size(): number {
    return this.#waiting.length
  }

  /** Takes a message in; returns `false` if it was dropped instead. */
  add(message: Outgoing, limits: Limits, now: number): boolean {
    this.#expire(limits, now)
    const size = byteLength(message.raw)
    const refusal =
      limits.maxMessages === 0 ? 'not-open' : size > limits.maxBytes ? 'too-large' : null
    if (refusal !== null) {
      this.#drop(message, refusal)
      return false
    }
    while (this.size >= limits.maxMessages || this.#bytes + size > limits.maxBytes) {
      if (limits.overflow === 'drop-newest') {
        this.#drop(message, 'overflow')
        return false
      }
      this.#drop(this.#shift(), 'overflow')
    }
    this.#waiting.push({ ...message, size, at: now })
    this.#bytes += size
    return true
  }

  /** Hands the messages to `send` in order, until it returns `false` for one, which stays. */
  flush(send: (message: Outgoing) => boolean, limits: Limits, now: number): void {
    this.#expire(limits, now)
    while (this.#waiting[0] && send(this.#waiting[0])) this.#shift()
  }

  /** Drops everything. */
  clear(reason: DropReason): void {
    while (this.size > 0) this.#drop(this.#shift(), reason)
  }

  #expire({ maxAge }: Limits, now: number): void {
    // The wall clock may have stepped back: nothing is from the future.
    for (const message of this.#waiting) if (message.at > now) message.at = now
    while (this.#waiting[0] && now - this.#waiting[0].at > maxAge)
      this.#drop(this.#shift(), 'expired')
  }

  #shift(): Waiting {
    const message = this.#waiting.shift()!
    this.#bytes -= message.size
    return message
  }
}
