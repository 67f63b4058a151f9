import type { RawData } from './options.ts'
import { byteLength, copy } from './raw-data.ts'
import type { ResolvedOptions } from './resolve-options.ts'

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

/** What became of a message: on its way, waiting for a link, or given up (`drop` says why). */
export type SendResult = 'sent' | 'queued' | 'dropped'

/** A message on its way: as it was given, and as it goes over the wire. */
export interface Outgoing {
  readonly data: unknown
  readonly raw: RawData
}

interface Waiting extends Outgoing {
  readonly size: number
  at: number
}

/** A bounded queue, in order, for what is sent while no link is open. */
export interface Outbox {
  size(): number
  /** Takes a message in, or drops it. */
  add(message: Outgoing): SendResult
  /** Hands the messages to `send`, in order, as long as `isReady`. */
  flush(isReady: () => boolean, send: (message: Outgoing) => unknown): void
  /** Drops everything. */
  clear(reason: DropReason): void
}

export function createOutbox(
  options: () => ResolvedOptions,
  drop: (data: unknown, reason: DropReason) => SendResult,
): Outbox {
  const waiting: Waiting[] = []
  let bytes = 0

  function shift(reason?: DropReason): Outgoing {
    const message = waiting.shift()!
    bytes -= message.size
    if (reason) drop(message.data, reason)
    return message
  }

  function expire(): number {
    const now = options().timer.now()
    // The wall clock may have stepped back: nothing is from the future.
    for (const message of waiting) message.at = Math.min(message.at, now)
    while (waiting[0] && now - waiting[0].at > options().outbox.maxAge) shift('expired')
    return now
  }

  return {
    size: () => waiting.length,
    add({ data, raw }) {
      const { maxMessages, maxBytes, overflow } = options().outbox
      const size = byteLength(raw)
      const isFull = () => waiting.length >= maxMessages || bytes + size > maxBytes
      const at = expire()
      const refusal: DropReason | false =
        (maxMessages < 1 && 'not-open') ||
        (size > maxBytes && 'too-large') ||
        (overflow === 'drop-newest' && isFull() && 'overflow')
      if (refusal) return drop(data, refusal)
      while (isFull()) shift('overflow')
      // As `send()` of a native socket does: the caller may fill the buffer anew.
      waiting.push({ data, raw: copy(raw), size, at })
      bytes += size
      return 'queued'
    },
    flush(isReady, send) {
      expire()
      while (waiting[0] && isReady()) send(shift())
    },
    clear(reason) {
      while (waiting[0]) shift(reason)
    },
  }
}
