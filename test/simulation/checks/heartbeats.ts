import type { EventType, NativeSocket } from '../native-socket.ts'
import { PING, PONG, REPLY, SERVER_PING } from '../server.ts'
import { isTangled, type Checker, type World } from './checker.ts'

/** The shortest deadline of a suspicion that the page raises, in ms. */
const PAGE_WINDOW = 5_000

interface Ping {
  readonly at: number
  /** How often the wall clock had been set. */
  readonly clockSteps: number
}

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
  /** The pings of this link that no pong has answered, oldest first: the nth pong answers the nth. */
  #awaited: Ping[] = []
  /** The ping that the last pong of this task answered. */
  #answered: Ping | undefined
  #timersBefore = 0
  #armedAt = -Infinity

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('ping', () => this.#pingsTold++)
    connection.on('pong', () => this.#pongsTold++)
    connection.on('heartbeat', ({ latency }) => (this.#latency = latency))
    connection.on('open', () => {
      this.#awaited = []
      this.#armedAt = -Infinity
    })
  }

  taskBegins(): void {
    this.#pings = this.#pingsTold = this.#pongs = this.#pongsTold = this.#asked = this.#replies = 0
    this.#latency = null
    this.#answered = undefined
  }

  sent(_: NativeSocket, data: unknown): void {
    const { clock } = this.#world
    if (data === REPLY) this.#replies++
    if (data !== PING) return
    this.#pings++
    this.#awaited.push({ at: clock.time, clockSteps: clock.steps })
    this.#armedAt = -Infinity
  }

  dispatching(socket: NativeSocket, type: EventType, { data }: { readonly data?: string }): void {
    const { connection, clock } = this.#world
    if (type !== 'message' || socket.isToldToClose) return
    const { interval, reply } = connection.options.heartbeat
    this.#timersBefore = clock.set
    if (data === PONG && interval < Infinity) {
      this.#pongs++
      this.#answered = this.#awaited.shift()
    }
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
    const { task, journal, isDisposed } = this.#world
    if (task.kind === 'signal') this.#armedAt = -Infinity
    if (isTangled(task) || task.throws.length > 0 || isDisposed) return
    const count = (told: number, so: number, what: string) => {
      if (told !== so) journal.breaks('I3', `${so} ${what}, but ${told} told`)
    }
    count(this.#pingsTold, this.#pings, 'pings')
    count(this.#pongsTold, this.#pongs + this.#asked, 'pongs')
    if (this.#replies !== this.#asked) journal.breaks('I3', `${this.#asked} asked, not answered`)
    this.#mustKnowLatency()
  }

  #mustKnowLatency(): void {
    const { clock, connection, journal } = this.#world
    const { interval, timeout } = connection.options.heartbeat
    if (!this.#answered || this.#answered.clockSteps !== clock.steps) return
    const latency = clock.time - this.#answered.at
    // A deadline may have been looked at late: then the process slept, and nobody knows.
    const isUnknown =
      this.#latency === null && latency >= Math.min(0.8 * interval, timeout, PAGE_WINDOW)
    if (this.#latency !== latency && !isUnknown) {
      journal.breaks('I3', `latency ${latency}, told ${this.#latency}`)
    }
  }
}
