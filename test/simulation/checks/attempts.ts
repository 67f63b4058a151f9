import type { CloseInfo } from 'vue-heartbeat-socket/socket'
import type { EventType, NativeSocket } from '../native-socket.ts'
import { isTangled, type Checker, type World } from './checker.ts'

/** I3: an attempt, or a link, ends when something has ended it, and not before. */
export class Attempts implements Checker {
  readonly #world: World
  #begunAt = 0
  #begunBefore = 0
  #deadline = 0
  #clockSteps = 0
  #clockStepsBefore = 0
  /** Attempts whose function failed in this task. */
  #failed: AbortSignal[] = []
  #hasConstructed = false
  /** The native socket of this one has said that it is over. */
  #ended: NativeSocket | null = null
  #erred: NativeSocket | null = null
  #receiving = 0

  constructor(world: World) {
    this.#world = world
    const { connection, journal } = world
    connection.on('close', (close) => this.#mayEnd(close))
    connection.on('open', () => {
      const isOpen = world.sockets.at(-1)!.readyState === 1
      if (!isOpen && !isTangled(world.task)) journal.breaks('I3', 'open, but the socket is not')
    })
    connection.on('message', () => {
      const isEarly = !connection.isOpen && world.task.calls.length === 0
      if (isEarly) journal.breaks('I2', `a message is emitted while ${connection.status}`)
    })
  }

  taskBegins(): void {
    this.#begunBefore = this.#begunAt
    this.#clockStepsBefore = this.#clockSteps
    this.#failed = []
    this.#ended = null
    this.#hasConstructed = false
  }

  begins(): void {
    const { clock, connection } = this.#world
    this.#begunAt = clock.time
    this.#deadline = connection.options.connectTimeout
    this.#clockSteps = clock.steps
  }

  failed(signal: AbortSignal): void {
    this.#failed.push(signal)
  }

  receives(isWaiting: boolean): void {
    this.#receiving += isWaiting ? 1 : -1
  }

  constructed(): void {
    this.#hasConstructed = true
  }

  calls(): void {
    // The link may be watched anew, and its end be found by other means.
    this.#erred = null
  }

  dispatched(socket: NativeSocket, type: EventType): void {
    if (type === 'close') this.#ended = socket
    if (type === 'error') this.#erred = socket
  }

  taskEnds(): void {
    const { task, journal, connection, sockets } = this.#world
    if (this.#failed.some(({ aborted }) => !aborted)) {
      journal.breaks('I3', 'an attempt goes on whose function has failed')
    }
    if (this.#ended && !this.#ended.isClosed) journal.breaks('I3', 'a close is not heeded')
    if (task.kind === 'timer' && this.#erred) {
      if (!this.#erred.isClosed) journal.breaks('I3', 'an error is not heeded')
      this.#erred = null
    }
    if (/idle|closed|failed/.test(connection.status) && this.#receiving > 0) {
      journal.breaks('I4', 'a handshake is left waiting for a message')
    }
    const isAttempting = connection.status !== 'open' && connection.retryAt === null
    const hasSocket = sockets.at(-1)?.isClosed === false
    const isAlive = isAttempting && connection.status.endsWith('ing')
    if (this.#hasConstructed && isAlive && !hasSocket && task.calls.length === 0) {
      journal.breaks('I3', 'an attempt goes on whose attempt has failed')
    }
  }

  #mayEnd({ cause }: CloseInfo): void {
    const { clock, connection, journal, task } = this.#world
    if (isTangled(task) || clock.steps !== this.#clockStepsBefore) return
    const age = clock.time - this.#begunBefore
    const deadline = Math.min(this.#deadline, connection.options.connectTimeout)
    if (cause === 'connect-timeout' && age < deadline - 1) {
      journal.breaks('I3', `an attempt ends after ${age} ms, and not ${deadline}`)
    }
    if (cause === 'handshake' && this.#failed.length === 0 && task.throws.length === 0) {
      journal.breaks('I3', 'an attempt ends by a handshake that has not failed')
    }
  }
}
