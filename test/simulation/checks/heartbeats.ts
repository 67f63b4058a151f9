import type { EventType, NativeSocket } from '../native-socket.ts'
import { PING, PONG, REPLY, SERVER_PING } from '../server.ts'
import { isTangled, type Checker, type World } from './checker.ts'

/** I3: what is told of heartbeats is what went over the wire. I7: messages set no timers. */
export class Heartbeats implements Checker {
  readonly #world: World
  /** Since the task began: pings and pongs on the wire, and as told. */
  #pings = 0
  #pingsTold = 0
  #pongs = 0
  #pongsTold = 0
  #asked = 0
  #replies = 0
  #latency: number | null = null
  /** When the last ping went out, and whether nothing has answered it. */
  #pingedAt = 0
  #isAwaited = false
  #clockSteps = 0
  #timersBefore = 0
  #armedAt = -Infinity

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('ping', () => this.#pingsTold++)
    connection.on('pong', () => this.#pongsTold++)
    connection.on('heartbeat', ({ latency }) => (this.#latency = latency))
    connection.on('open', () => {
      this.#isAwaited = false
      this.#armedAt = -Infinity
    })
  }

  taskBegins(): void {
    this.#pings = this.#pingsTold = this.#pongs = this.#pongsTold = this.#asked = this.#replies = 0
    this.#latency = null
  }

  sent(_: NativeSocket, data: unknown): void {
    const { clock } = this.#world
    if (data === REPLY) this.#replies++
    if (data !== PING) return
    this.#pings++
    this.#pingedAt = clock.time
    this.#clockSteps = clock.steps
    this.#isAwaited = true
    this.#armedAt = -Infinity
  }

  dispatching(socket: NativeSocket, type: EventType, { data }: { readonly data?: string }): void {
    const { connection, clock } = this.#world
    if (type !== 'message' || socket.isToldToClose) return
    const { interval, reply } = connection.options.heartbeat
    this.#timersBefore = clock.set
    if (data === PONG && interval < Infinity) this.#pongs++
    if (data === SERVER_PING && reply) this.#asked++
  }

  dispatched(socket: NativeSocket, type: EventType): void {
    const { connection, clock, journal, task } = this.#world
    if (type !== 'message' || socket.isToldToClose || isTangled(task)) return
    if (clock.set === this.#timersBefore) return
    const { interval } = connection.options.heartbeat
    const isSoon = clock.time - this.#armedAt < 0.5 * interval && clock.steps === 0
    if (isSoon) journal.breaks('I7', 'a timer is set for each message')
    this.#armedAt = clock.time
  }

  calls(): void {
    this.#armedAt = -Infinity
  }

  taskEnds(): void {
    const { task, journal, clock, isDisposed } = this.#world
    if (task.kind === 'signal') this.#armedAt = -Infinity
    const isAnswered = this.#isAwaited && this.#pongs > 0
    if (this.#pongs > 0) this.#isAwaited = false
    if (isTangled(task) || task.throws.length > 0 || isDisposed) return
    const count = (told: number, so: number, what: string) => {
      if (told !== so) journal.breaks('I3', `${so} ${what}, but ${told} told`)
    }
    count(this.#pingsTold, this.#pings, 'pings')
    count(this.#pongsTold, this.#pongs + this.#asked, 'pongs')
    if (this.#replies !== this.#asked) journal.breaks('I3', `${this.#asked} asked, not answered`)
    if (!isAnswered || clock.steps !== this.#clockSteps) return
    const latency = clock.time - this.#pingedAt
    if (this.#latency !== latency) journal.breaks('I3', `latency ${latency}, told ${this.#latency}`)
  }
}
