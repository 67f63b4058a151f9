import type { Core } from '../connection/core.ts'
import type { Message } from '../connection/message-list.ts'
import type { Carrier, Outbox } from '../connection/outbox.ts'
import type { RawData } from '../options/options.ts'
import { TOO_LARGE, type Outcome } from './frames.ts'

/** How much is offered at once. */
const MAX_OFFER = 64

/** The mark of a message that was offered, and of which it is unknown whether it was sent. */
const OFFERED = Infinity

/** A follower's messages: offered to the leader, which sends them and reports what becomes of them. */
export interface Offers {
  /** The link of the leader, as this tab's outbox uses it. */
  readonly carrier: Carrier
  /** Offers what waits, if the leader can take it. */
  offer(): void
  /** The leader can take messages again. */
  unblock(): void
  /** The leader has sent messages from this id on, under these numbers. */
  took(id: number, numbers: readonly number[]): void
  /** What became of a message that the leader has sent. */
  outcome(id: number, outcome: Outcome): void
  /** Since when an offer has not been answered, by the engine's clock; `null`: none. */
  waitsSince(): number | null
  /**
   * The leader is gone, or left: what was offered counts as sent.
   *
   * @param isGone - what it has not answered it has not sent
   */
  end(isGone: boolean): void
}

/**
 * @param canOffer - whether there is a leader with an open link
 * @param post - posts messages to the leader: the first one's id, and whether they can't wait
 */
export function createOffers(
  core: Core,
  outbox: Outbox,
  canOffer: () => boolean,
  post: (id: number, raws: readonly RawData[], isUrgent: boolean) => void,
): Offers {
  const { state, events, clock } = core
  const { waiting, inFlight } = outbox
  /** What was offered and not answered, and the number that it had before. */
  let offered: readonly (readonly [message: Message, number: number])[] = []
  let firstId = 0
  let nextId = 1
  let offeredAt = 0
  /** The leader has not taken all of the last offer. */
  let isBlocked = false
  /** In flight, by the ids under which they were offered. */
  const sent = new Map<number, Message>()

  function offer(): void {
    outbox.flush(null)
    const isReady = canOffer() && state.suspectedAt === null
    if (!isReady || isBlocked || offered[0] || !waiting.first()) return
    const messages = waiting.all().slice(0, MAX_OFFER)
    offered = messages.map((message) => [message, message.number])
    for (const message of messages) message.number = OFFERED
    firstId = nextId
    nextId += messages.length
    offeredAt = clock()
    post(
      firstId,
      messages.map(({ raw }) => raw),
      false,
    )
  }

  function took(id: number, numbers: readonly number[]): void {
    // One that could not wait.
    if (id !== firstId || !offered[0]) {
      const message = sent.get(id)
      if (message) message.number = numbers[0] || OFFERED
      return
    }
    const answered = offered
    offered = []
    for (const [index, [message, before]] of answered.entries()) {
      message.number = before
      const number = numbers[index]
      // Otherwise it waits on, or was given up meanwhile, as one that may have arrived.
      if (number !== undefined && waiting.remove(message)) settle(message, number, id + index)
    }
    isBlocked = numbers.length < answered.length
    offer()
  }

  /** The leader has sent a message that waited. */
  function settle(message: Message, number: number, id: number): void {
    if (number !== TOO_LARGE && message.number === 0) noteSent(message)
    if (number > 0) {
      message.number = number
      message.sentAt = clock()
      inFlight.skip(number)
      inFlight.messages.push(message)
      sent.set(id, message)
    } else finish(message, number === TOO_LARGE ? 'too-large' : '')
  }

  function noteSent({ data, raw }: Message): void {
    state.sent++
    events.enqueue('sent', data, raw, core.options.timer.now())
  }

  /** A message was offered, and not answered. */
  function giveUp(message: Message, before: number, isGone: boolean): void {
    message.number = before
    if (core.options.session) {
      if (isGone) inFlight.messages.push(message)
      else finish(message, 'unconfirmed')
      return
    }
    // It may have been sent: so it has a number, as all that were.
    if (before === 0) noteSent(message)
    message.number ||= inFlight.next()
    inFlight.skip(message.number)
    inFlight.messages.push(message)
  }

  function finish({ data, settle: forget }: Message, outcome: Outcome): void {
    forget()
    if (outcome === 'confirmed') events.enqueue(outcome, data)
    else if (outcome) events.enqueue('drop', { data, reason: outcome })
  }

  const carrier: Carrier = {
    ensureOpen: () => true,
    // So that what can wait is offered: only then is it known whether it was sent.
    isTrusted: () => false,
    send(raw, number) {
      if (number === OFFERED) return
      let id = 0
      if (number > 0) {
        // What `close()` flushes, or an outbox that overflows pushes out.
        const message = inFlight.messages.all().at(-1)!
        message.number = OFFERED
        id = nextId++
        sent.set(id, message)
      }
      post(id, [raw], true)
    },
    awaitReceipt() {},
  }

  return {
    carrier,
    offer,
    unblock() {
      isBlocked = false
      offer()
    },
    took,
    outcome(id, outcome) {
      const message = sent.get(id)
      sent.delete(id)
      // An abort, or a reset, has ended it before.
      if (message && inFlight.messages.remove(message)) finish(message, outcome)
    },
    waitsSince: () => (offered[0] ? offeredAt : null),
    end(isGone) {
      isBlocked = false
      for (const [message, before] of offered) {
        if (waiting.remove(message)) giveUp(message, before, isGone)
      }
      offered = []
      sent.clear()
    },
  }
}
