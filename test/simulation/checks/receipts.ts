import { isTangled, type Checker, type World } from './checker.ts'

/** How late a timer may be that does not look late, with what follows from it, in ms. */
const LEEWAY = 1_500

/**
 * I8: with messages in flight, and no ping out, one goes out in time: `receipts` ms after the oldest, or
 * at once when half of the outbox's bounds are in flight.
 */
export class Receipts implements Checker {
  readonly #world: World
  /** Since when no ping is out, and the options are as they are. */
  #since = 0
  #clockSteps = 0

  constructor(world: World) {
    this.#world = world
    world.connection.on('open', () => (this.#since = world.clock.time))
  }

  calls(call: string): void {
    if (!call.startsWith('send')) this.#since = Math.max(this.#since, this.#world.clock.time)
  }

  returned(_: number, result: string): void {
    const { flight, journal, connection, clock } = this.#world
    // A ping that could not be made is not made again at once.
    const isPinged = flight.pingsOut > 0 || flight.pingedAt === clock.time
    if (result !== 'sent' || !connection.isOpen || !flight.hasReceipts || isPinged) return
    if (flight.oldest && flight.isHalfFull && this.#hasSent()) {
      journal.breaks('I8', 'half of the bounds are in flight, and no ping goes out')
    }
  }

  taskBegins(): void {
    const { flight, clock } = this.#world
    if (flight.pingsOut > 0) this.#since = clock.time
    // Until the next ping: a clock that was set back stands still for some time.
    if (clock.steps !== this.#clockSteps && flight.pingsOut === 0) this.#since = Infinity
    this.#clockSteps = clock.steps
  }

  taskEnds(): void {
    const { flight, clock, connection, journal } = this.#world
    const { oldest, pingsOut, pingedAt, hasReceipts } = flight
    if (!oldest || pingsOut > 0 || !hasReceipts || !connection.isOpen) return
    const { receipts } = connection.options.heartbeat
    const due = Math.max(this.#since, Math.max(oldest.sentAt, pingedAt) + Number(receipts))
    // The look that finds it late may take it for a sleep, and asks all the same.
    if (clock.time < due + LEEWAY || clock.lateAt >= due) return
    journal.breaks('I8', `a receipt is ${clock.time - due} ms overdue`)
  }

  /** Whether the message that was sent just now is in flight. */
  #hasSent(): boolean {
    const { flight, clock, task } = this.#world
    const isOdd = isTangled(task) || task.throws.length > 0
    return flight.newest?.sentAt === clock.time && !isOdd
  }
}
