import { hasReceipts } from '../options/resolve-options.ts'
import type { Core } from './core.ts'
import { createMessageList, type Message, type MessageList } from './message-list.ts'

/**
 * The messages that went out and are not known to have arrived. Frames keep their order, so the answer
 * to a ping confirms everything that went out before that ping.
 */
export interface InFlight {
  /** How many; `null` where no answer confirms any. */
  count(): number | null
  /** The number of the newest message over this link; 0 before the first. */
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
  /** A message went out; returns whether it can be confirmed. */
  add(message: Message): boolean
  remove(message: Message): void
  /** Together with what waits these stay within the outbox's bounds: the oldest are let go. */
  makeRoom(waiting: MessageList): void
  /** The link has ended; returns what was in flight, to be emptied by the caller. */
  end(): MessageList
  /** These are not accounted for any more. */
  letGo(): void
  /** Another url begins, which has not answered yet. */
  redirect(): void
}

export function createInFlight(core: Core): InFlight {
  const messages = createMessageList()
  let last = 0
  let newest = 0
  let isAnswered = false

  const bounds = () => core.options.outbox
  const release = () => messages.shift().settle()

  return {
    count: () => (hasReceipts(core.options) ? messages.count() : null),
    newest: () => newest,
    receiptDue(pingedAt) {
      const oldest = messages.first()
      if (!oldest || !hasReceipts(core.options)) return Infinity
      return Math.max(oldest.sentAt, pingedAt) + Number(core.options.heartbeat.receipts)
    },
    isHalfFull() {
      const { maxMessages, maxBytes } = bounds()
      return messages.count() * 2 >= maxMessages || messages.bytes() * 2 >= maxBytes
    },
    hasAnswered: () => isAnswered,
    confirm(upTo) {
      isAnswered = true
      while ((messages.first()?.number ?? Infinity) <= upTo) release()
    },
    add(message) {
      const isKept = hasReceipts(core.options) && message.size <= bounds().maxBytes
      if (!isKept) return false
      message.number ||= ++last
      message.sentAt = core.clock()
      newest = message.number
      messages.push(message)
      return true
    },
    remove: messages.remove,
    makeRoom(waiting) {
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
    letGo() {
      while (messages.first()) release()
    },
    redirect() {
      isAnswered = false
    },
  }
}
