import type { Connection } from 'vue-heartbeat-socket/socket'
import { isTangled, type Checker, type World } from './checker.ts'

/** Where a lifetime ends: what comes then is given no cursor of it (DESIGN, section 5). */
const ENDS = ['idle', 'closed', 'failed']

/**
 * I6: the cursor follows each message, after all listeners have had it. I11: it is given to the attempts
 * of its own lifetime only. I3: `recovered` is what the handshake has answered.
 */
export class Resuming implements Checker {
  readonly #world: World
  #cursor: unknown = null
  /** What it was when a listener of the message, or the cursor function, called something. */
  #cursorInside: unknown = null
  #lifetime = 0
  #url: unknown
  /** The lifetime in which the message of now was emitted; `null` once its cursor was asked for. */
  #emittedIn: number | null = null
  #isHeardByAll = true
  #wasCalledInside = false
  #hasOpened = false
  #isRecovered = false

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('message', () => {
      this.#look()
      this.#emittedIn = this.#lifetime
      this.#isHeardByAll = this.#wasCalledInside = false
      this.#cursorInside = this.#cursor
    })
    connection.on('status', ({ previous }) => {
      if (ENDS.includes(previous)) this.#hasOpened = false
    })
    connection.on('open', (opening) => this.#opens(opening))
  }

  /** Is the last to hear of messages. */
  hearsLast(connection: Connection): void {
    connection.on('message', () => (this.#isHeardByAll = true))
  }

  calls(call: string): void {
    this.#look()
    this.#wasCalledInside ||= this.#emittedIn !== null
    const { status } = this.#world.connection
    if (/^close|dispose/.test(call) && status !== 'closed') this.#end()
  }

  called(): void {
    this.#look()
  }

  taskEnds(): void {
    this.#look()
  }

  moves(cursor: unknown): void {
    const { journal } = this.#world
    if (!this.#isHeardByAll) journal.breaks('I6', 'the cursor moves before all have heard')
    if (this.#emittedIn === this.#lifetime) this.#cursor = cursor
    this.#emittedIn = null
  }

  given(cursor: unknown): void {
    this.#look()
    if (cursor === this.#cursor || (this.#wasCalledInside && cursor === this.#cursorInside)) return
    this.#world.journal.breaks('I11', `the cursor is ${cursor}, and not ${this.#cursor}`)
  }

  constructed(): void {
    this.#isRecovered = false
  }

  shakes(isRecovered: boolean): void {
    this.#isRecovered = isRecovered
  }

  #opens({ reconnected, recovered }: { reconnected: boolean; recovered: boolean | null }): void {
    const { journal, connection, task } = this.#world
    if (reconnected !== this.#hasOpened) journal.breaks('I3', `reconnected is ${reconnected}`)
    const isSo = reconnected ? this.#isRecovered : null
    // Of another attempt than the one that opened, where the user has begun one since.
    if (recovered !== isSo && !isTangled(task))
      journal.breaks('I3', `recovered is ${recovered}, and not ${isSo}`)
    if (connection.recovered !== recovered && task.calls.length === 0) {
      journal.breaks('I3', `recovered is ${connection.recovered}, emitted ${recovered}`)
    }
    this.#hasOpened = true
  }

  /** A lifetime ends with its url, and where the connection comes to rest. */
  #look(): void {
    const { options, status } = this.#world.connection
    if (options.url !== this.#url || ENDS.includes(status)) this.#end()
    this.#url = options.url
  }

  #end(): void {
    this.#lifetime++
    this.#cursor = null
  }
}
