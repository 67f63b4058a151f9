import type { EventType, NativeSocket } from '../native-socket.ts'
import { PING } from '../server.ts'
import type { Checker, World } from './checker.ts'

/** A look at the clock that comes so late asks at once, in ms. */
const SECOND = 1_000

/** I8: a ping waits for 80 to 100 % of the interval, unless the link is in doubt. */
export class Pings implements Checker {
  readonly #world: World
  /** When something was heard or asked last, and how often the wall clock had been set by then. */
  #since = 0
  #clockSteps = 0
  #isAnswered = true

  constructor(world: World) {
    this.#world = world
    world.connection.on('open', () => this.#begin())
  }

  dispatching(socket: NativeSocket, type: EventType): void {
    if (type !== 'message' || socket.isToldToClose) return
    const { idleOnly } = this.#world.connection.options.heartbeat
    this.#isAnswered = true
    if (idleOnly) this.#begin()
  }

  sent(_: NativeSocket, data: unknown): void {
    if (data !== PING) return
    const { clock, connection, journal, task } = this.#world
    const { interval, timeout, idleOnly } = connection.options.heartbeat
    const waited = clock.time - this.#since
    const least = Math.min(0.8 * interval, timeout - SECOND) - 1
    const isTimely = waited >= least || clock.steps !== this.#clockSteps
    // Else an earlier ping may have been looked at late.
    const isClear = idleOnly || this.#isAnswered
    this.#isAnswered = false
    if (isClear && task.kind === 'timer' && task.calls.length === 0 && !isTimely) {
      journal.breaks('I8', `pings ${waited} ms after the last sign`)
    }
    this.#begin()
  }

  calls(): void {
    // Another interval may apply from now on.
    this.#since = -Infinity
  }

  #begin(): void {
    const { clock } = this.#world
    this.#since = clock.time
    this.#clockSteps = clock.steps
  }
}
