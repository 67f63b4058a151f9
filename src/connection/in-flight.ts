import { hasReceipts, isAccounted } from '../options/resolve-options.ts'
import type { Core } from './core.ts'
import { createMessageList, type Message, type MessageList } from './message-list.ts'

/**
 * The messages that went out and are not known to have arrived. Frames keep their order, so the answer
 * to a ping confirms everything that went out before that ping.
 */
export interface InFlight {
  readonly messages: MessageList
  /** How many; `null` where nothing confirms any. */
  count(): number | null
  /** The next number. */
  next(): number
  /** The number that an answer to a ping now would confirm; 0 for none. */
  newest(): number
  /**
   * When a ping is due that lets a receipt come; `Infinity` if none is needed.
   *
   * @param pingedAt - when the last one went out
   */
  receiptDue(pingedAt: number): number
  /** Whether the outbox's bounds are half used up, so that it is time for a receipt. */
  isHalfFull(): boolean
  /** Whether the present url has ever answered a ping: it may be a server that never does. */
  hasAnswered(): boolean
  /** A ping was answered: what went out up to message number `newest` has arrived. */
  confirm(newest: number): void
  /** Whether one of so many bytes may go out now: a session's server limits what is on its way. */
  hasRoom(size: number): boolean
  /** Numbers a message that goes out now; returns whether it can be confirmed. */
  add(message: Message): boolean
  /** Together with what waits these stay within the outbox's bounds: the oldest are let go. */
  makeRoom(waiting: MessageList): void
  /** The link has ended; returns what was in flight, to be emptied by the caller. */
  end(): MessageList
  /** Another url begins, which has not answered yet. */
  redirect(): void
  /** Numbers go on after this one at least: another tab has used those before. */
  skip(upTo: number): void
  /** Another lifetime begins, with the first number. */
  restart(): void
}

export function createInFlight(core: Core): InFlight {
  const messages = createMessageList()
  let last = 0
  let newest = 0
  let isAnswered = false

  const bounds = () => core.options.outbox
  const release = () => messages.shift().settle()

  return {
    messages,
    count: () => (isAccounted(core.options) ? messages.count() : null),
    next: () => last + 1,
    newest: () => (hasReceipts(core.options) ? newest : 0),
    receiptDue(pingedAt) {
      const oldest = messages.first()
      if (!oldest || !hasReceipts(core.options)) return Infinity
      return Math.max(oldest.sentAt, pingedAt) + Number(core.options.heartbeat.receipts)
    },
    isHalfFull() {
      const { maxMessages, maxBytes } = bounds()
      const isHalf = messages.count() * 2 >= maxMessages || messages.bytes() * 2 >= maxBytes
      return isHalf && hasReceipts(core.options)
    },
    hasAnswered: () => isAnswered,
    confirm(upTo) {
      isAnswered = true
      while ((messages.first()?.number ?? Infinity) <= upTo) release()
    },
    hasRoom(size) {
      const session = core.options.session && core.lifetime.session
      if (!session) return true
      const maxBytes = Math.min(session.maxBytes, bounds().maxBytes)
      return messages.count() < session.maxInFlight && messages.bytes() + size <= maxBytes
    },
    add(message) {
      const isKept = isAccounted(core.options) && message.size <= bounds().maxBytes
      if (!isKept) return false
      message.number ||= ++last
      message.sentAt = core.clock()
      newest = message.number
      messages.push(message)
      return true
    },
    makeRoom(waiting) {
      // A session's are acknowledged one by one: none is let go untold.
      if (core.options.session) return
      const { maxMessages, maxBytes } = bounds()
      const isOver = () =>
        messages.count() + waiting.count() > maxMessages ||
        messages.bytes() + waiting.bytes() > maxBytes
      while (messages.first() && isOver()) release()
    },
    end() {
      newest = 0
      return messages
    },
    redirect() {
      isAnswered = false
    },
    skip(upTo) {
      last = Math.max(last, upTo)
    },
    restart() {
      last = 0
    },
  }
}
