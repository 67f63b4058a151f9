import type { EventType, NativeSocket } from '../native-socket.ts'
import { PING } from '../server.ts'
import type { Call } from '../scenario.ts'
import { isTangled, type Checker, type Task, type World } from './checker.ts'
import { BEHIND_UPLOAD } from './windows.ts'

/** A look at the clock that comes so late asks at once, in ms. */
const SECOND = 1_000

/** Whether a task is nothing but a `send()`. */
const isSend = (task: Task): boolean =>
  task.kind === 'call' && !isTangled(task) && task.calls[0]!.startsWith('send')

/**
 * I8: a ping waits for 80 to 100 % of the interval, unless the link is suspected, or a receipt is due. L5: `send()` suspects a
 * link that should have been asked long ago.
 */
export class Pings implements Checker {
  readonly #world: World
  /** When something was heard or asked last, and how often the wall clock had been set by then. */
  #since = 0
  #clockSteps = 0
  #isAnswered = true
  #mayWait = true

  constructor(world: World) {
    this.#world = world
    world.connection.on('open', () => this.#begin())
  }

  dispatching(socket: NativeSocket, type: EventType): void {
    if (type !== 'message' || socket.isClosed) return
    const { idleOnly } = this.#world.connection.options.heartbeat
    this.#isAnswered = true
    if (idleOnly) this.#begin()
  }

  progressed(): void {
    if (this.#world.connection.options.heartbeat.idleOnly) this.#begin()
  }

  sends(_id: number, _data: string, mayWait: boolean): void {
    this.#mayWait = mayWait
  }

  returned(_: number, result: string): void {
    const { clock, connection, journal, task, windows } = this.#world
    const { heartbeat, outbox } = connection.options
    const { interval, message, idleOnly } = heartbeat
    const waited = clock.time - this.#since
    // A first look that is late by less than a second puts the deadline off, by a second at most.
    const leeway = 3 * SECOND
    const isAsleep =
      waited >= Math.max(interval, BEHIND_UPLOAD * windows.window.most) + leeway &&
      waited < Infinity
    const isMeant = message === PING && idleOnly && outbox.maxMessages > 0
    // What is sent now or never does not look at the link.
    const hasLooked = connection.suspectedAt !== null
    if (!this.#mayWait || hasLooked || result !== 'sent' || !isAsleep || !isMeant || !isSend(task))
      return
    if (clock.steps === this.#clockSteps)
      journal.breaks('L5', 'sends, though the link was not looked at')
  }

  sent(socket: NativeSocket, data: unknown): void {
    if (data !== PING) return
    const { clock, connection, flight, journal, task } = this.#world
    const { interval, timeout, idleOnly } = connection.options.heartbeat
    if (socket.readyState !== 1) journal.breaks('I3', 'pings on a socket that is not open')
    const isOff = interval === Infinity && task.calls.length === 0
    if (isOff) journal.breaks('I8', 'pings without a heartbeat')
    const waited = clock.time - this.#since
    const least = Math.min(0.8 * interval, timeout - SECOND) - 1
    const isTimely = waited >= least || clock.steps !== this.#clockSteps || flight.isReceipt
    // Else an earlier ping may have been looked at late.
    const isClear = idleOnly || this.#isAnswered
    this.#isAnswered = false
    const isAsked = task.kind === 'timer' ? isTangled(task) : !isSend(task)
    if (isClear && !isAsked && !isTimely) {
      journal.breaks('I8', `pings ${waited} ms after the last sign`)
    }
    this.#begin()
  }

  calls(call: Call): void {
    // Another interval may apply from now on.
    if (!call.startsWith('send')) this.#since = -Infinity
  }

  #begin(): void {
    const { clock } = this.#world
    this.#since = clock.time
    this.#clockSteps = clock.steps
  }
}
