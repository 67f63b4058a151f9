import type { Core } from '../connection/core.ts'
import type { Message } from '../connection/message-list.ts'
import type { Carrier, Outbox } from '../connection/outbox.ts'
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
  ended(id: number, outcome: Outcome): void
  /** Since when an offer has not been answered, by the engine's clock; `null`: none. */
  waitsSince(): number | null
  /** The leader is gone: what was offered counts as sent. */
  end(): void
}

/**
 * @param canOffer - whether there is a leader with an open link
 * @param post - posts to the leader
 */
export function createOffers(
  core: Core,
  outbox: Outbox,
  canOffer: () => boolean,
  post: (type: 'offer' | 'send', what: object) => void,
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

  function unblock(): void {
    isBlocked = false
    offer()
  }

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
    post('offer', { id: firstId, raws: messages.map(({ raw }) => raw) })
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
    answered.forEach(([message, number], index) =>
      confirmTaken(message, number, numbers[index], id + index),
    )
    isBlocked = numbers.length < answered.length
    offer()
  }

  function confirmTaken(
    message: Message,
    before: number,
    number: number | undefined,
    id: number,
  ): void {
    if (number === undefined) {
      message.number = before
      return
    }
    // It was given up meanwhile, as one that may have arrived.
    if (!waiting.remove(message)) return
    if (number === TOO_LARGE) {
      message.settle()
      drop(message, 'too-large')
      return
    }
    if (before === 0) {
      ;(state as { sent: number }).sent++
      events.enqueue('sent', message.data, message.raw, core.options.timer.now())
    }
    if (number > 0) track(id, message, number)
    else message.settle()
  }

  function track(id: number, message: Message, number: number): void {
    message.number = number
    message.sentAt = clock()
    inFlight.messages.push(message)
    sent.set(id, message)
  }

  function ended(id: number, outcome: Outcome): void {
    const message = sent.get(id)
    sent.delete(id)
    // An abort, or a reset, has ended it before.
    if (!message || !inFlight.messages.remove(message)) return
    message.settle()
    if (outcome === 'confirmed') events.enqueue('confirmed', message.data)
    else if (outcome) drop(message, outcome)
  }

  const drop = ({ data }: Message, reason: Exclude<Outcome, 'confirmed' | ''>) =>
    events.enqueue('drop', { data, reason })

  const carrier: Carrier = {
    ensureOpen: () => true,
    // So that what can wait is offered: only then is it known whether it was sent.
    isTrusted: () => false,
    send(raw, number) {
      if (number === OFFERED) return
      let id = 0
      if (number > 0) {
        // The last words of this tab, or what an outbox that overflows pushes out.
        const message = inFlight.messages.all().at(-1)!
        message.number = OFFERED
        id = nextId++
        sent.set(id, message)
      }
      post('send', { id, raw })
    },
    awaitReceipt() {},
  }

  return {
    carrier,
    offer,
    unblock,
    took,
    ended,
    waitsSince: () => (offered[0] ? offeredAt : null),
    end() {
      isBlocked = false
      // It may have been sent. A session knows, as the leader answers first.
      for (const [message, number] of offered) {
        if (!waiting.remove(message)) continue
        message.number = number
        inFlight.messages.push(message)
      }
      offered = []
      sent.clear()
    },
  }
}
