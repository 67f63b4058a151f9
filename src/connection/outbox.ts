import { socketError, type SocketError } from '../diagnostics.ts'
import { encode } from '../options/codec.ts'
import type { RawData, SocketOptions } from '../options/options.ts'
import { byteLength, copy } from '../options/raw-data.ts'
import { emitError, type Core } from './core.ts'
import type { DropReason } from './events.ts'

/** What `send()` did: sent the message, queued it, or dropped it (a `drop` event has the reason). */
export type SendResult = 'sent' | 'queued' | 'dropped'

/** How a message is sent. */
export interface SendOptions {
  /**
   * `false`: sends now or not at all, for what is worthless later (cursor positions, a subscription
   * that each opening repeats). It goes out while the status is `open`, over a suspected link too,
   * ahead of what waits; otherwise it is `'dropped'`, without an event.
   * @default true
   */
  readonly queue?: boolean | undefined
  /** Aborted while the message waits, it is dropped (`aborted`) and not sent. @default none */
  readonly signal?: AbortSignal | undefined
}

interface Message {
  readonly data: unknown
  readonly raw: RawData
  readonly size: number
  readonly at: number
  /** Stops listening to the message's signal. */
  readonly settle: () => void
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
  /** Sends over the link if it is open and trusted, else queues. */
  post(data: unknown, options: SendOptions, link: Carrier | null): SendResult
  /** Sends what waits, in order, as long as there is a link that takes it. */
  flush(link: Carrier | null): void
  /**
   * Messages are given under this url from now on. Those given under another go over `link`, which is
   * the old one, or are dropped.
   */
  redirect(url: SocketOptions['url'], link?: Carrier | null): void
  /** Drops everything. */
  clear(reason: DropReason): void
}

export function createOutbox(core: Core): Outbox {
  const { state, events } = core
  const waiting: Message[] = []
  let bytes = 0
  /** The url that the waiting messages were given under; without one none can wait. */
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

  function shift(): Message {
    const message = waiting.shift()!
    bytes -= message.size
    message.settle()
    return message
  }

  function expire(): void {
    const { maxAge } = core.options.outbox
    const now = core.clock()
    while (waiting[0] && now - waiting[0].at > maxAge) drop(shift().data, 'expired')
  }

  /** Drops a waiting message when its signal is aborted; returns what stops that. */
  function dropOnAbort(data: unknown, signal: AbortSignal): () => void {
    const abort = () => {
      const index = waiting.findIndex(({ settle }) => settle === stop)
      const [message] = waiting.splice(index, 1)
      bytes -= message!.size
      drop(data, 'aborted')
      events.drain()
    }
    const stop = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort, { once: true })
    return stop
  }

  /** `link`: suspected, but open. What doesn't fit pushes the oldest out: a loss is only possible. */
  function queue(data: unknown, raw: RawData, signal?: AbortSignal, link?: Carrier): SendResult {
    const { maxMessages, maxBytes, overflow } = core.options.outbox
    const size = byteLength(raw)
    const isFull = () => waiting.length >= maxMessages || bytes + size > maxBytes
    expire()
    while (waiting[0] && isFull() && link?.ensureOpen()) push(link)
    if (maxMessages < 1 || size > maxBytes) {
      if (link?.ensureOpen()) return transmit(link, data, raw)
      return drop(data, maxMessages < 1 ? 'not-open' : 'too-large')
    }
    if (overflow === 'drop-newest' && isFull()) return drop(data, 'overflow')
    while (isFull()) drop(shift().data, 'overflow')
    let own: RawData
    try {
      // As `send()` of a native socket does: the caller may fill the buffer anew.
      own = copy(raw)
    } catch (cause) {
      // Its buffer is detached.
      return refuse(data, socketError('R0003', { cause }))
    }
    const message = { data, raw: own, size, at: core.clock() }
    waiting.push({ ...message, settle: signal ? dropOnAbort(data, signal) : () => {} })
    bytes += size
    return 'queued'
  }

  function push(link: Carrier): void {
    const { data, raw } = shift()
    transmit(link, data, raw)
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

  function flush(link: Carrier | null): void {
    expire()
    while (waiting[0] && link?.ensureOpen()) push(link)
  }

  function clear(reason: DropReason): void {
    while (waiting[0]) drop(shift().data, reason)
  }

  return {
    size: () => waiting.length,
    post(data, { queue: mayWait = true, signal }, link) {
      let raw: RawData
      try {
        raw = encode(core.options.codec, data)
      } catch (error) {
        return refuse(data, error as SocketError)
      }
      if (signal?.aborted) return drop(data, 'aborted')
      const target = destination
      // Looking at the link may end it, and with it the connection.
      const canSend = link?.ensureOpen()
      if (!mayWait) return canSend ? transmit(link!, data, raw) : 'dropped'
      const isLinkClear = canSend && isClear(link!)
      // A function of the user's has changed it meanwhile.
      if (target && destination && target !== destination) return drop(data, 'other-url')
      const { status } = state
      if (status === 'closed' || status === 'failed') return drop(data, status)
      if (isLinkClear && status === 'open') return transmit(link!, data, raw)
      if (!destination) return drop(data, 'no-url')
      return queue(data, raw, signal, status === 'open' ? link! : undefined)
    },
    flush,
    redirect(url, link) {
      if (url !== destination) {
        flush(link ?? null)
        clear(url ? 'other-url' : 'no-url')
      }
      destination = url
    },
    clear,
  }
}
