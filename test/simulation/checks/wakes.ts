import type { EventType, NativeSocket } from '../native-socket.ts'
import { PING } from '../server.ts'
import { isTangled, isWake, type Checker, type World } from './checker.ts'

const RESTING = ['idle', 'closed', 'failed']

/** How fresh an arrival must be to need no proof, in ms. */
const SECOND = 1_000

/** L5: who wakes suspects the link, or attempts, in the same task; nothing else does. */
export class Wakes implements Checker {
  readonly #world: World
  #isListening = false
  #silentSince = 0
  #clockSteps = 0
  /** In this silence a signal of the page has asked, or something else may have. */
  #isAsked = false
  #mayBeAsked = false
  #pingedAt = -Infinity
  #pings = 0
  /** Those of them that are due because of what is in flight, anyway. */
  #receipts = 0
  #attempts = 0
  #beganAt = -Infinity

  constructor(world: World) {
    this.#world = world
    world.connection.on('open', () => this.#heard())
    world.connection.on('status', ({ status, retryIn }) => {
      const begins = status === 'connecting' || (status === 'reconnecting' && retryIn === undefined)
      if (!begins) return
      // Not all attempts get as far as to ask for a url.
      this.#attempts++
      this.#beganAt = world.clock.time
    })
  }

  taskBegins(): void {
    this.#isListening = this.#world.page.listeners > 0
    this.#pings = this.#receipts = 0
    this.#attempts = 0
  }

  calls(): void {
    // Whatever the user does may change what is asked of the link.
    this.#mayBeAsked = true
  }

  sent(_: NativeSocket, data: unknown): void {
    if (data !== PING) return
    const { clock, connection, flight, task } = this.#world
    const { interval, idleOnly } = connection.options.heartbeat
    const since = clock.time - Math.max(idleOnly ? this.#silentSince : 0, this.#pingedAt)
    const isSecond = this.#pingedAt >= this.#silentSince
    // A deadline that was looked at late raises suspicion too.
    const isOverdue = since >= 0.8 * interval + SECOND || clock.lateAt === clock.time
    const isLate = isOverdue || isSecond || clock.steps > 0
    if (task.kind === 'timer' && isLate) this.#mayBeAsked = true
    this.#pingedAt = clock.time
    this.#pings++
    if (flight.isReceipt) this.#receipts++
  }

  dispatching(socket: NativeSocket, type: EventType): void {
    if (type === 'message' && !socket.isClosed) this.#heard()
  }

  progressed(): void {
    this.#heard()
  }

  taskEnds(): void {
    const { task, connection, page } = this.#world
    if (task.kind !== 'signal' || isTangled(task)) return
    if (this.#isListening && isWake(task.signal)) {
      const { whenHidden } = connection.options.reconnect
      const mayAttempt = page.online && (page.visible || whenHidden)
      if (task.statusBefore === 'open') this.#mustSuspect()
      else if (mayAttempt && !RESTING.includes(task.statusBefore)) this.#mustAttempt()
    }
    const asked = this.#pings - (connection.suspectedAt === null ? this.#receipts : 0)
    if (asked > 0) this.#mayAsk()
    this.#isAsked ||= asked > 0
  }

  #mustSuspect(): void {
    const { connection, clock, journal, task } = this.#world
    const { interval, message } = connection.options.heartbeat
    // A function may have thrown instead of saying what to send.
    const isAskedFor = interval < Infinity && message === PING
    const isSilent = clock.time - this.#silentSince >= SECOND && clock.steps === this.#clockSteps
    const isSuspected = this.#isAsked || this.#mayBeAsked
    if (!connection.isOpen || !isAskedFor || !isSilent || isSuspected) return
    if (this.#pings === 0) journal.breaks('L5', `${task.signal} raises no suspicion`)
  }

  #mayAsk(): void {
    const { task, journal, clock } = this.#world
    const isFresh = clock.time - this.#silentSince < SECOND && clock.steps === this.#clockSteps
    if (isWake(task.signal) && isFresh)
      journal.breaks('L5', `${task.signal} suspects what is fresh`)
    if (!isWake(task.signal) && task.signal !== 'offline') {
      journal.breaks('L5', `${task.signal} raises suspicion`)
    }
    if (this.#isAsked) journal.breaks('L5', `${task.signal} raises suspicion once more`)
  }

  #mustAttempt(): void {
    const { connection, clock, journal, task } = this.#world
    const { status, retryAt, options } = connection
    if (RESTING.includes(status) || this.#attempts > 0) return
    const since = clock.time - this.#beganAt
    const isAttempting = retryAt === null && status !== 'suspended'
    if (isAttempting && (since < options.connectTimeout || clock.steps > 0)) return
    const isSoon = since < options.reconnect.minDelay && status === 'reconnecting'
    if (isSoon && retryAt! - clock.now() <= options.reconnect.minDelay) return
    // The wall clock was set: it is unknown how long ago the last attempt was.
    if (clock.steps > 0 && status === 'reconnecting') return
    journal.breaks('L5', `${task.signal} does not attempt, ${since} ms after the last attempt`)
  }

  #heard(): void {
    const { clock } = this.#world
    this.#silentSince = clock.time
    this.#clockSteps = clock.steps
    this.#isAsked = this.#mayBeAsked = false
  }
}
