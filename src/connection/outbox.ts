import { socketError, type SocketError } from '../diagnostics.ts'
import { encode } from '../options/codec.ts'
import type { RawData, SocketOptions } from '../options/options.ts'
import { byteLength, copy } from '../options/raw-data.ts'
import type { SendOptions, SendResult } from '../options/send-options.ts'
import type { Welcome } from '../options/session.ts'
import type { Core } from './core.ts'
import { createDrops, type Drops } from './drops.ts'
import type { DropReason } from './events.ts'
import { createInFlight, type InFlight } from './in-flight.ts'
import { createMessageList, type Message, type MessageList } from './message-list.ts'

/** The open link, as the outbox uses it. */
export interface Carrier {
  /** Ends the link if its socket is no longer OPEN; returns whether it can send. */
  ensureOpen(): boolean
  /** Whether it is known to live, looking for a late deadline first. */
  isTrusted(): boolean
  /**
   * Sends a message, in a session with its number.
   *
   * @throws what the native socket throws
   */
  send(data: RawData, number: number): void
  /** A message is in flight: it waits for a receipt. */
  awaitReceipt(): void
}

/** Encodes messages, sends what can be sent now, and keeps the rest in a bounded queue. */
export interface Outbox extends Pick<Drops, 'reportLost' | 'reportLate'> {
  /** What waits for a link. */
  readonly waiting: MessageList
  /** What went out and is not known to have arrived. */
  readonly inFlight: InFlight
  /** How many messages wait. */
  size(): number
  /** Sends over the link if it is open and trusted, else queues. */
  post(data: unknown, options: SendOptions, link: Carrier | null): SendResult
  /** Sends what waits, in order, as long as there is a link that takes it. */
  flush(link: Carrier | null): void
  /** The lowest number of a message that is not confirmed, or else the next one. */
  first(): number
  /** Takes up the server's answer to an opening, and sends what waits, if the link is this tab's. */
  resume(link: Carrier | null, answer: Partial<Welcome> | void): void
  /** A session's server has committed all up to this number, but for those that it refused. */
  acknowledge(upTo: number, refused: readonly number[]): void
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
  /** Drops everything that waits, and forgets where in the server's stream we are. */
  clear(reason: DropReason): void
  /** Drops everything that waits, and accounts no more for what is in flight; the link goes on. */
  reset(): void
}

export function createOutbox(core: Core): Outbox {
  const { state, events } = core
  const waiting = createMessageList()
  const inFlight = createInFlight(core)
  const { drop, refuse, lose, reportLost, reportLate } = createDrops(core)
  /** The url that the messages were given under; without one none can wait. */
  let destination = core.options.url

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
      inFlight.messages.remove(message)
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
    // What is in flight makes room, but for a session's.
    const held = core.options.session && inFlight.messages
    const isFull = () =>
      waiting.count() + (held?.count() ?? 0) >= maxMessages ||
      waiting.bytes() + (held?.bytes() ?? 0) + size > maxBytes
    expire()
    while (isFull() && canTransmit(link)) transmit(link!, waiting.shift())
    if (maxMessages < 1 || size > maxBytes) {
      if (link?.ensureOpen() && !core.options.session) return send(link, data, raw)
      return drop(data, maxMessages < 1 ? 'not-open' : 'too-large')
    }
    if (overflow === 'drop-newest' && isFull()) return drop(data, 'overflow')
    while (waiting.first() && isFull()) dropFirst('overflow')
    if (isFull()) return drop(data, 'overflow')
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
    const isRepeated = message.number > 0
    const isKept = inFlight.add(message)
    const result = send(link, message.data, message.raw, message.number, isRepeated)
    if (result === 'sent' && isKept) {
      inFlight.makeRoom(waiting)
      link.awaitReceipt()
    } else {
      inFlight.messages.remove(message)
      message.settle()
    }
    return result
  }

  function send(
    link: Carrier,
    data: unknown,
    raw: RawData,
    number = 0,
    isRepeated = false,
  ): SendResult {
    try {
      link.send(raw, number)
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
    while (canTransmit(link)) transmit(link!, waiting.shift())
  }

  /** Whether the first of those that wait may go out now; drops those that never may. */
  function canTransmit(link: Carrier | null | undefined): boolean {
    for (let first; (first = waiting.first()) && link; dropFirst('too-large')) {
      if (inFlight.hasRoom(first.size)) return link.ensureOpen()
      if (inFlight.messages.first()) return false
    }
    return false
  }

  function empty(reason: DropReason): void {
    while (waiting.first()) dropFirst(reason)
  }

  function clear(reason: DropReason): void {
    core.lifetime = { cursor: null }
    inFlight.restart()
    empty(reason)
  }

  function acknowledge(upTo: number, refused: readonly number[]): void {
    for (const list of [inFlight.messages, waiting]) {
      for (let first; (first = list.first()) && first.number > 0 && first.number <= upTo;) {
        const { data, number, settle } = list.shift()
        settle()
        if (refused.includes(number)) drop(data, 'refused')
        else if (!core.relayed?.(data, 'confirmed')) events.enqueue('confirmed', data)
      }
    }
  }

  function endFlight(isLost: boolean, mayResend: boolean): void {
    const isTold =
      !!core.options.session || (isLost && inFlight.count() !== null && inFlight.hasAnswered())
    const ended = inFlight.end()
    if (mayResend && core.options.outbox.resend) waiting.prepend(ended)
    while (ended.first()) {
      const { data, settle } = ended.shift()
      settle()
      if (isTold) lose(data)
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
    if (isLinkClear && status === 'open') {
      const hasRoom = !core.options.session || inFlight.hasRoom(byteLength(raw))
      if (hasRoom) return dispatch(link!, data, raw, signal)
      if (!inFlight.messages.first()) return drop(data, 'too-large')
    }
    if (!destination) return drop(data, 'no-url')
    return queue(data, raw, signal, status === 'open' ? link! : undefined)
  }

  return {
    waiting,
    inFlight,
    size: waiting.count,
    first: () => waiting.first()?.number || inFlight.next(),
    resume(link, answer) {
      if (core.options.session && answer) {
        answer.begin?.()
        if (answer.in === null) while (waiting.first()?.number) dropFirst('unconfirmed')
        else acknowledge(answer.in!, answer.refused!)
      }
      flush(link)
    },
    acknowledge,
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
    reportLost,
    reportLate,
    clear,
    reset() {
      // With none, a link may have ended just now: what that left is told after its `close`.
      if (inFlight.messages.first()) {
        endFlight(false, false)
        reportLost()
      }
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
