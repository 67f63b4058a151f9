import { socketError, type SocketError } from '../diagnostics.ts'
import { encode } from '../options/codec.ts'
import type { RawData, SocketOptions } from '../options/options.ts'
import { byteLength, copy } from '../options/raw-data.ts'
import { emitError, type Core } from './core.ts'
import type { DropReason } from './events.ts'
import { createInFlight, type InFlight } from './in-flight.ts'
import { createMessageList, type Message } from './message-list.ts'

/** What `send()` did: sent the message, queued it, or dropped it (a `drop` event has the reason). */
export type SendResult = 'sent' | 'queued' | 'dropped'

/** How a message is sent. */
export interface SendOptions {
  /**
   * `false`: sends now or not at all, for what is worthless later (cursor positions, a subscription
   * that each opening repeats). It goes out while the status is `open`, over a suspected link too,
   * ahead of what waits; otherwise it is `'dropped'`, without an event. It is never in flight.
   * @default true
   */
  readonly queue?: boolean | undefined
  /**
   * Aborted while the message waits or is in flight, it is dropped (`aborted`), and not sent again.
   * @default none
   */
  readonly signal?: AbortSignal | undefined
}

/** The open link, as the outbox uses it. */
export interface Carrier {
  /** Ends the link if its socket is no longer OPEN; returns whether it can send. */
  ensureOpen(): boolean
  /** Whether it is known to live, looking for a late deadline first. */
  isTrusted(): boolean
  /** @throws what the native socket throws */
  send(data: RawData): void
  /** A message is in flight: it waits for a receipt. */
  awaitReceipt(): void
}

/** Encodes messages, sends what can be sent now, and keeps the rest in a bounded queue. */
export interface Outbox {
  /** What went out and is not known to have arrived. */
  readonly inFlight: InFlight
  /** How many messages wait. */
  size(): number
  /** Sends over the link if it is open and trusted, else queues. */
  post(data: unknown, options: SendOptions, link: Carrier | null): SendResult
  /** Sends what waits, in order, as long as there is a link that takes it. */
  flush(link: Carrier | null): void
  /**
   * Messages are given under this url from now on. Those given under another go over `link`, which is
   * the old one, or are dropped.
   */
  redirect(url: SocketOptions['url'], link?: Carrier | null): void
  /** Sends what waits over a link that is about to be closed for good, and accounts for no more. */
  leave(link: Carrier | null): void
  /**
   * A link has ended: what was in flight waits again, with `resend`, or is lost.
   *
   * @param isLost - `false`: it was closed in good order
   */
  linkEnded(isLost: boolean): void
  /** Drops, as `unconfirmed`, what was lost. */
  reportLost(): void
  /** Drops everything that waits, and forgets where in the server's stream we are. */
  clear(reason: DropReason): void
  /** Drops everything that waits, and accounts no more for what is in flight; the link goes on. */
  reset(): void
}

export function createOutbox(core: Core): Outbox {
  const { state, events } = core
  const waiting = createMessageList()
  const inFlight = createInFlight(core)
  /** What was in flight over links that have ended, until that is reported. */
  const lost: unknown[] = []
  /** The url that the messages were given under; without one none can wait. */
  let destination = core.options.url
  let isDropping = false

  function drop(data: unknown, reason: DropReason): SendResult {
    const report = () =>
      events.defer(() => {
        isDropping = true
        events.emit('drop', { data, reason })
        isDropping = false
      })
    // What a listener sends again may be dropped again: not in this task, for ever.
    if (isDropping) core.options.timer.setTimeout(() => (report(), events.drain()), 0)
    else report()
    return 'dropped'
  }

  function refuse(data: unknown, error: SocketError): SendResult {
    emitError(core, error)
    return drop(data, 'unsendable')
  }

  /** Drops the first of those that wait; one that went out before may have arrived. */
  function dropFirst(reason: DropReason): void {
    const message = waiting.shift()
    message.settle()
    drop(message.data, message.number > 0 ? 'unconfirmed' : reason)
  }

  function expire(): void {
    const { maxAge } = core.options.outbox
    const now = core.clock()
    for (let first; (first = waiting.first()) && now - first.at > maxAge;) dropFirst('expired')
  }

  function createMessage(data: unknown, raw: RawData, size: number, signal?: AbortSignal): Message {
    const abort = () => {
      waiting.remove(message)
      inFlight.remove(message)
      drop(data, 'aborted')
      events.drain()
    }
    const settle = () => signal?.removeEventListener('abort', abort)
    const message = { data, raw, size, at: core.clock(), number: 0, sentAt: 0, settle }
    signal?.addEventListener('abort', abort, { once: true })
    return message
  }

  /** `link`: suspected, but open. What doesn't fit pushes the oldest out: a loss is only possible. */
  function queue(data: unknown, raw: RawData, signal?: AbortSignal, link?: Carrier): SendResult {
    const { maxMessages, maxBytes, overflow } = core.options.outbox
    const size = byteLength(raw)
    const isFull = () => waiting.count() >= maxMessages || waiting.bytes() + size > maxBytes
    expire()
    while (waiting.first() && isFull() && link?.ensureOpen()) transmit(link, waiting.shift())
    if (maxMessages < 1 || size > maxBytes) {
      if (link?.ensureOpen()) return send(link, data, raw)
      return drop(data, maxMessages < 1 ? 'not-open' : 'too-large')
    }
    if (overflow === 'drop-newest' && isFull()) return drop(data, 'overflow')
    while (isFull()) dropFirst('overflow')
    waiting.push(createMessage(data, ownCopy(raw), size, signal))
    inFlight.makeRoom(waiting)
    return 'queued'
  }

  /** Sends a message that nothing has to go ahead of. */
  function dispatch(link: Carrier, data: unknown, raw: RawData, signal?: AbortSignal): SendResult {
    if (inFlight.count() === null) return send(link, data, raw)
    const kept = core.options.outbox.resend ? ownCopy(raw) : raw
    return transmit(link, createMessage(data, kept, byteLength(raw), signal))
  }

  function transmit(link: Carrier, message: Message): SendResult {
    const { data, raw, number } = message
    const result = send(link, data, raw, number > 0)
    if (result === 'sent' && inFlight.add(message)) {
      inFlight.makeRoom(waiting)
      link.awaitReceipt()
    } else message.settle()
    return result
  }

  function send(link: Carrier, data: unknown, raw: RawData, isRepeated = false): SendResult {
    try {
      link.send(raw)
    } catch (cause) {
      return refuse(data, socketError('R0003', { cause }))
    }
    if (!isRepeated) {
      state.sent++
      events.enqueue('sent', data, raw, core.options.timer.now())
    }
    return 'sent'
  }

  /** Whether a message may go out without overtaking others or being lost on a dead link. */
  function isClear(link: Carrier): boolean {
    const isTrusted = link.isTrusted()
    return !waiting.first() && (isTrusted || core.options.outbox.maxMessages < 1)
  }

  function flush(link: Carrier | null): void {
    expire()
    while (waiting.first() && link?.ensureOpen()) transmit(link, waiting.shift())
  }

  function empty(reason: DropReason): void {
    while (waiting.first()) dropFirst(reason)
  }

  function clear(reason: DropReason): void {
    core.lifetime = { cursor: null }
    empty(reason)
  }

  function endFlight(isLost: boolean, mayResend: boolean): void {
    const isTold = isLost && inFlight.count() !== null && inFlight.hasAnswered()
    const ended = inFlight.end()
    if (mayResend && core.options.outbox.resend) waiting.prepend(ended)
    while (ended.first()) {
      const { data, settle } = ended.shift()
      settle()
      if (isTold) lost.push(data)
    }
  }

  /** Puts a message on its way. @throws SocketError for data that can't be encoded */
  function place(
    data: unknown,
    { queue: mayWait = true, signal }: SendOptions,
    link: Carrier | null,
  ): SendResult {
    const raw = encode(core.options.codec, data)
    if (signal?.aborted) return drop(data, 'aborted')
    const target = destination
    // Looking at the link may end it, and with it the connection.
    const canSend = link?.ensureOpen()
    if (!mayWait) return canSend ? send(link!, data, raw) : 'dropped'
    const isLinkClear = canSend && isClear(link!)
    // A function of the user's has changed it meanwhile.
    if (target && destination && target !== destination) return drop(data, 'other-url')
    const { status } = state
    if (status === 'closed' || status === 'failed') return drop(data, status)
    if (isLinkClear && status === 'open') return dispatch(link!, data, raw, signal)
    if (!destination) return drop(data, 'no-url')
    return queue(data, raw, signal, status === 'open' ? link! : undefined)
  }

  return {
    inFlight,
    size: waiting.count,
    post(data, options, link) {
      try {
        return place(data, options, link)
      } catch (error) {
        return refuse(data, error as SocketError)
      }
    },
    flush,
    redirect(url, link) {
      if (url !== destination) {
        flush(link ?? null)
        endFlight(!!url || state.suspectedAt !== null, false)
        inFlight.redirect()
        clear(url ? 'other-url' : 'no-url')
      }
      destination = url
    },
    leave(link) {
      flush(link)
      // What went out over a link that was known to live arrives, though it is closed now.
      endFlight(state.suspectedAt !== null, false)
    },
    linkEnded: (isLost) => endFlight(isLost, true),
    reportLost() {
      for (const data of lost.splice(0)) drop(data, 'unconfirmed')
    },
    clear,
    reset() {
      inFlight.letGo()
      empty('aborted')
    },
  }
}

/** The message as it is now: the caller may fill its buffer anew. @throws SocketError when detached */
function ownCopy(raw: RawData): RawData {
  try {
    return copy(raw)
  } catch (cause) {
    throw socketError('R0003', { cause })
  }
}
