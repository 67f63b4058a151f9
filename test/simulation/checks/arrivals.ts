import type { EventType, NativeSocket } from '../native-socket.ts'
import type { Call } from '../scenario.ts'
import { PONG, SERVER_PING } from '../server.ts'
import type { Checker, World } from './checker.ts'

/** I2: what a link says after its end reaches no listener. I6: what comes stays in order, and none is lost. */
export class Arrivals implements Checker {
  readonly #world: World
  #received = 0

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('message', (_, raw) => this.#arrives(raw))
    connection.on('error', (_, raw) => raw !== undefined && this.#arrives(raw))
  }

  calls(call: Call): void {
    if (call === 'reset') this.#received = 0
  }

  dispatching(socket: NativeSocket, type: EventType, { data }: { readonly data?: string }): void {
    const number = type === 'message' && !socket.isClosed ? numberIn(data) : null
    if (number !== null) socket.undelivered.push(number)
  }

  took(message: unknown): void {
    const raw = typeof message === 'string' ? message : JSON.stringify(message)
    this.#isNext(raw)
  }

  taskEnds(): void {
    const { connection, journal, sockets, isDisposed } = this.#world
    if (isDisposed) return
    const undelivered = sockets.at(-1)?.undelivered ?? []
    if (connection.isOpen && undelivered.length > 0) {
      journal.breaks('I6', `message ${undelivered[0]} reaches no listener`)
    }
    if (connection.received !== this.#received) {
      journal.breaks('I6', `${connection.received} received, ${this.#received} emitted`)
    }
  }

  #arrives(raw: unknown): void {
    const { connection, journal, task } = this.#world
    this.#received++
    const { interval, reply } = connection.options.heartbeat
    const isHeartbeat = (raw === PONG && interval < Infinity) || (raw === SERVER_PING && reply)
    // A function of the user's that throws has not said that this is one.
    if (isHeartbeat && task.throws.length === 0 && task.calls.length === 0) {
      journal.breaks('I2', `a heartbeat, ${raw}, reaches the listeners of messages`)
    }
    this.#isNext(raw)
  }

  #isNext(raw: unknown): void {
    const { journal, sockets } = this.#world
    const number = numberIn(raw)
    if (number === null) return
    const from = sockets[Number(/"s":(-?\d+)/.exec(String(raw))![1])]
    if (!from || from.isClosed) {
      journal.breaks('I2', `a message of a link that has ended is emitted: ${String(raw)}`)
      return
    }
    const next = from.undelivered.shift()
    if (next !== number) journal.breaks('I6', `${number} is emitted, ${String(next)} is the next`)
  }
}

function numberIn(raw: unknown): number | null {
  const found = /"n":(-?\d+)/.exec(String(raw))
  return found && Number(found[1])
}
