import type { EventType, NativeSocket } from '../native-socket.ts'
import type { Call, Place } from '../scenario.ts'
import { PING } from '../server.ts'
import { isOfHeartbeat } from './deaths.ts'
import { isTangled, isWake, type Checker, type World } from './checker.ts'

/** A ping unanswered for this long, in ms, is slow, unless the last answers took longer. */
const SLOW = 2_000
const SECOND = 1_000
/** What whole ms, and what follows from them, take. */
const LEEWAY = 2

/**
 * L5: a link is suspected where the page, a late look or a slow answer gives reason to, and nowhere
 * else, until something arrives. I3: `suspect` is emitted at both ends of it.
 */
export class Suspicions implements Checker {
  readonly #world: World
  #since: number | null = null
  #before: number | null = null
  /** In this task something has arrived. */
  #isHearing = false
  #wasOpen = false
  /** The first ping of this silence. */
  #pingedAt: number | null = null
  #heardAt = 0
  /** The user may have changed what is asked of the link, or when. */
  #isDisturbed = false
  /** Another heartbeat may make a deadline late. */
  #isRetuned = false
  /** How often the wall clock had been set when something arrived, or a ping went out, last. */
  #clockSteps = 0
  #clockStepsAtPing = 0
  /** It was set since then when the task began. */
  #isClockOff = false

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('suspect', ({ since }) => this.#changes(since))
    connection.on('open', () => {
      // What waited may be so much that a ping went out with it.
      const pingedAt = this.#pingedAt
      this.#hear()
      if (pingedAt === world.clock.time) this.#pingedAt = pingedAt
      this.#clockStepsAtPing = world.clock.steps
    })
  }

  taskBegins(): void {
    this.#before = this.#world.connection.suspectedAt
    this.#wasOpen = this.#world.connection.isOpen
    this.#isClockOff = this.#wasClockSet()
    this.#isHearing = false
    this.#mustBeSlow()
  }

  calls(call: Call): void {
    this.#isDisturbed = true
    this.#isRetuned ||= isOfHeartbeat(call)
  }

  sent(_: NativeSocket, data: unknown): void {
    if (data !== PING) return
    this.#pingedAt ??= this.#world.clock.time
    this.#clockStepsAtPing = this.#world.clock.steps
  }

  throws(place: Place): void {
    // A ping that can't be made is waited for all the same.
    if (place === 'message()') this.#pingedAt ??= this.#world.clock.time
  }

  dispatching(socket: NativeSocket, type: EventType): void {
    if (type !== 'message' || socket.isClosed || !this.#world.connection.isOpen) return
    this.#isHearing = true
    this.#hear()
  }

  constructed(): void {
    this.#pingedAt = null
  }

  progressed(): void {
    this.#hear()
  }

  taskEnds(): void {
    const { connection, journal, task, isDisposed } = this.#world
    const { suspectedAt, isOpen } = connection
    if (isDisposed) return
    if (suspectedAt !== null && !isOpen) journal.breaks('I3', 'suspected, but not open')
    if (suspectedAt !== this.#since) {
      journal.breaks('I3', `suspected since ${suspectedAt}, emitted ${this.#since}`)
    }
    if (isTangled(task)) return
    if (!this.#wasOpen || !isOpen) return
    if (suspectedAt !== null && this.#before === null) this.#maySuspect()
    if (suspectedAt === null && this.#before !== null) this.#mayTrust()
    if (suspectedAt !== null && this.#isHearing) {
      journal.breaks('L5', 'suspected, though something has arrived')
    }
    if (suspectedAt === null) this.#mustSuspect()
  }

  #changes(since: number | null): void {
    const { journal } = this.#world
    journal.note('engine', since === null ? 'trusts' : 'suspects', 'the link')
    if ((since === null) === (this.#since === null)) journal.breaks('I3', 'suspects twice')
    this.#since = since
  }

  #maySuspect(): void {
    const { clock, flight, journal, task } = this.#world
    const { signal } = task
    const silence = clock.time - this.#heardAt
    const isRetuned = this.#isRetuned || task.calls.some((call) => !isSend(call))
    const isOdd = this.#isClockOff || this.#isReceiptOff() || isRetuned
    // Another deadline since then hides how late the last one was.
    const isLate = clock.lateAt >= (this.#isDisturbed ? this.#heardAt : clock.time)
    if (isOdd || isLate || signal === 'offline') return
    if (isWake(signal) && silence >= SECOND) return
    const waited = this.#pingedAt === null ? -1 : clock.time - this.#pingedAt
    if (flight.hasAnswered && waited >= this.#slowAfter('least') - LEEWAY) return
    journal.breaks('L5', `suspects without a reason, ${waited} ms after a ping`)
  }

  #mayTrust(): void {
    const { task, journal } = this.#world
    const isHeard = this.#heardAt === this.#world.clock.time
    if (isHeard || task.calls.some((call) => !isSend(call))) return
    journal.breaks('L5', 'a suspicion ends, though nothing has arrived')
  }

  /** After a signal that asks, unless something came just now. */
  #mustSuspect(): void {
    const { clock, connection, journal, task, page } = this.#world
    const isOdd = this.#isDisturbed || clock.steps !== this.#clockSteps || page.listeners === 0
    const isAsked = task.signal === 'offline' || isWake(task.signal)
    const isFresh = clock.time - this.#heardAt < SECOND && task.signal !== 'offline'
    if (isOdd || !isAsked || isFresh || connection.options.heartbeat.interval === Infinity) return
    journal.breaks('L5', `${task.signal} raises no suspicion`)
  }

  /** A ping that was out for too long by the last timer. */
  #mustBeSlow(): void {
    const { clock, connection, flight, journal } = this.#world
    const isOdd = this.#isDisturbed || clock.steps !== this.#clockSteps
    if (this.#pingedAt === null || isOdd || !connection.isOpen || clock.lateAt >= this.#pingedAt) {
      return
    }
    if (!flight.hasAnswered || connection.suspectedAt !== null) return
    // This task may be the timer that finds it, late by less than a second.
    const waited = clock.time - this.#pingedAt
    if (waited <= this.#slowAfter('most') + SECOND + LEEWAY) return
    journal.breaks('L5', `a ping is out for ${waited} ms, and the link is not suspected`)
  }

  #wasClockSet(): boolean {
    const { clock, connection, flight } = this.#world
    const { idleOnly } = connection.options.heartbeat
    // A timer that was set before may go off too late for a receipt.
    const isUnheard = idleOnly && flight.oldest === undefined
    return clock.steps !== (isUnheard ? this.#clockSteps : this.#clockStepsAtPing)
  }

  /** The wall clock was set since the message was sent that a receipt is due for. */
  #isReceiptOff(): boolean {
    const { clock, flight } = this.#world
    return flight.oldest !== undefined && flight.oldest.clockSteps !== clock.steps
  }

  #slowAfter(end: 'least' | 'most'): number {
    const { connection, windows } = this.#world
    return Math.min(Math.max(SLOW, 4 * (connection.latency ?? 0)), windows.window[end] / 2)
  }

  #hear(): void {
    const { clock } = this.#world
    this.#heardAt = clock.time
    this.#pingedAt = null
    this.#isDisturbed = this.#isRetuned = false
    this.#clockSteps = clock.steps
  }
}

const isSend = (call: string): boolean => call.startsWith('send')
