import { socketError, type SocketError } from '../diagnostics.ts'
import { encode } from '../options/codec.ts'
import { emitError, type Core } from './core.ts'
import type { DropReason } from './events.ts'
import type { RawData, SocketOptions } from '../options/options.ts'
import { byteLength, copy } from '../options/raw-data.ts'

/** What `send()` did: sent the message, queued it, or dropped it (a `drop` event has the reason). */
export type SendResult = 'sent' | 'queued' | 'dropped'

interface Waiting {
  readonly data: unknown
  readonly raw: RawData
  readonly size: number
  readonly at: number
}

/** The open link, as the outbox uses it. */
export interface Carrier {
  /** Ends the link if its socket is no longer OPEN; returns whether it can send. */
  ensureOpen(): boolean
  /** Whether it is known to live, looking for a late deadline first. */
  isTrusted(): boolean
  /** @throws what the native socket throws */
  send(data: RawData): void
}

/** Encodes messages, sends what can be sent now, and keeps the rest in a bounded queue. */
export interface Outbox {
  /** How many messages wait. */
  size(): number
  /** Sends over the link if it is open, else queues. */
  post(data: unknown, link: Carrier | null): SendResult
  /** Sends what waits, in order, as long as the link takes it. */
  flush(link: Carrier): void
  /** Messages are given under this url from now on; those given under another are dropped. */
  redirect(url: SocketOptions['url']): void
  /** Drops everything. */
  clear(reason: DropReason): void
}

export function createOutbox(core: Core): Outbox {
  const { state, events } = core
  const waiting: Waiting[] = []
  let bytes = 0
  /** The url that the waiting messages were given under; without one none can wait. */
  let destination = core.options.url

  function drop(data: unknown, reason: DropReason): SendResult {
    events.enqueue('drop', { data, reason })
    return 'dropped'
  }

  function refuse(data: unknown, error: SocketError): SendResult {
    emitError(core, error)
    return drop(data, 'unsendable')
  }

  function shift(): Waiting {
    const message = waiting.shift()!
    bytes -= message.size
    return message
  }

  function expire(): number {
    const { maxAge } = core.options.outbox
    const now = core.clock()
    while (waiting[0] && now - waiting[0].at > maxAge) drop(shift().data, 'expired')
    return now
  }

  function queue(data: unknown, raw: RawData): SendResult {
    const { maxMessages, maxBytes, overflow } = core.options.outbox
    const size = byteLength(raw)
    const isFull = () => waiting.length >= maxMessages || bytes + size > maxBytes
    const at = expire()
    if (maxMessages < 1) return drop(data, 'not-open')
    if (size > maxBytes) return drop(data, 'too-large')
    if (overflow === 'drop-newest' && isFull()) return drop(data, 'overflow')
    while (isFull()) drop(shift().data, 'overflow')
    // As `send()` of a native socket does: the caller may fill the buffer anew.
    waiting.push({ data, raw: copy(raw), size, at })
    bytes += size
    return 'queued'
  }

  function clear(reason: DropReason): void {
    while (waiting[0]) drop(shift().data, reason)
  }

  function transmit(link: Carrier, data: unknown, raw: RawData): SendResult {
    try {
      link.send(raw)
    } catch (cause) {
      return refuse(data, socketError('R0003', { cause }))
    }
    state.sent++
    events.enqueue('sent', data, raw, core.options.timer.now())
    return 'sent'
  }

  /** Whether a message may go out without overtaking others or being lost on a dead link. */
  function isClear(link: Carrier): boolean {
    const isTrusted = link.isTrusted()
    return !waiting[0] && (isTrusted || core.options.outbox.maxMessages < 1)
  }

  return {
    size: () => waiting.length,
    post(data, link) {
      let raw: RawData
      try {
        raw = encode(core.options.codec, data)
      } catch (error) {
        return refuse(data, error as SocketError)
      }
      // Looking at the link may end it, and with it the connection.
      const canSend = link?.ensureOpen() && isClear(link)
      const { status } = state
      if (status === 'closed' || status === 'failed') return drop(data, status)
      if (canSend && status === 'open') return transmit(link!, data, raw)
      if (!destination) return drop(data, 'no-url')
      return queue(data, raw)
    },
    flush(link) {
      expire()
      while (waiting[0] && link.ensureOpen()) {
        const { data, raw } = shift()
        transmit(link, data, raw)
      }
    },
    redirect(url) {
      if (url !== destination) clear(url ? 'other-url' : 'no-url')
      destination = url
    },
    clear,
  }
}
