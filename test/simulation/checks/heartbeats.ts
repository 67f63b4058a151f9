import type { EventType, NativeSocket } from '../native-socket.ts'
import { PING, PONG, REPLY, SERVER_PING } from '../server.ts'
import type { Call } from '../scenario.ts'
import { isOfHeartbeat } from './deaths.ts'
import { isTangled, type Checker, type World } from './checker.ts'
import { BEHIND_UPLOAD, isHeldUp } from './windows.ts'

/** Of so many unanswered pings the times are kept. */
const MAX_TIMES = 32
const SECOND = 1_000

/** A ping that nothing has answered yet. */
interface Ping {
  readonly at: number
  readonly clockSteps: number
  /** Until when its link may be silent. */
  provenBy: number
  /** Its time may not be known any more. */
  isLost: boolean
  /** Nothing has arrived since. */
  isSilent: boolean
}

/** I3: what is emitted of heartbeats is what went over the wire. I7: messages set no timers. */
export class Heartbeats implements Checker {
  readonly #world: World
  /** Since the task began: pings and pongs on the wire, and as emitted. */
  #pings = 0
  #pingsEmitted = 0
  #pongs = 0
  #pongsEmitted = 0
  #asked = 0
  #replies = 0
  /** Of the link of now. */
  #socket: NativeSocket | null = null
  /** Its pings that no pong has answered, oldest first. */
  #out: Ping[] = []
  /** It is unknown which pongs the engine has taken. */
  #isUnsure = false
  /** Pings answered in this task, where there was one, and the answers emitted. */
  #answered: Ping[] = []
  #emitted: (number | null)[] = []
  /** A pong came before the opening, and may be emitted later. */
  #hasHeld = false
  #timersBefore = 0
  #armedAt = -Infinity

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('ping', () => this.#pingsEmitted++)
    connection.on('pong', () => this.#pongsEmitted++)
    connection.on('heartbeat', ({ latency }) => this.#emitted.push(latency))
    connection.on('open', () => (this.#armedAt = -Infinity))
  }

  taskBegins(): void {
    this.#pings =
      this.#pingsEmitted =
      this.#pongs =
      this.#pongsEmitted =
      this.#asked =
      this.#replies =
        0
    this.#answered = []
    this.#emitted = []
  }

  constructed(socket: NativeSocket): void {
    this.#socket = socket
    this.#out = []
    this.#isUnsure = this.#hasHeld = false
  }

  progressed(): void {
    for (const ping of this.#out) ping.isSilent = false
  }

  sent(socket: NativeSocket, data: unknown): void {
    const { clock, windows } = this.#world
    if (data === REPLY) this.#replies++
    if (data !== PING) return
    this.#pings++
    this.#armedAt = -Infinity
    if (socket !== this.#socket) return
    const granted = windows.window.most * (isHeldUp(this.#world, socket) ? BEHIND_UPLOAD : 1)
    const provenBy = clock.time + granted
    for (const ping of this.#out) ping.provenBy = Math.max(ping.provenBy, provenBy)
    this.#out.push({
      at: clock.time,
      clockSteps: clock.steps,
      provenBy,
      isSilent: true,
      isLost: false,
    })
  }

  dispatching(socket: NativeSocket, type: EventType, { data }: { readonly data?: string }): void {
    const { connection, clock } = this.#world
    if (type !== 'message' || socket.isClosed) return
    const { interval, reply } = connection.options.heartbeat
    this.#timersBefore = clock.set
    const isPong = data === PONG && interval < Infinity
    const isAsked = data === SERVER_PING && reply
    if (connection.isOpen) {
      if (isPong) this.#pongs++
      if (isAsked) this.#asked++
      if (isPong) this.#answers()
    } else if (isPong || isAsked) {
      this.#hasHeld = true
    }
    for (const ping of this.#out) ping.isSilent = false
  }

  /** The n-th pong answers the n-th ping. */
  #answers(): void {
    const isOld = this.#out.length > MAX_TIMES
    const ping = this.#out.shift()
    if (ping) this.#answered.push({ ...ping, isLost: ping.isLost || isOld })
  }

  dispatched(socket: NativeSocket, type: EventType): void {
    const { connection, clock, journal, task } = this.#world
    if (type !== 'message' || socket.isClosed || isTangled(task)) return
    // A pong may be the time to ask for the next receipt.
    if (clock.set === this.#timersBefore || this.#pongs > 0) return
    const { interval } = connection.options.heartbeat
    const isSoon = clock.time - this.#armedAt < 0.5 * interval && clock.steps === 0
    if (isSoon) journal.breaks('I7', 'a timer is set for each message')
    this.#armedAt = clock.time
  }

  calls(call: Call): void {
    // Another heartbeat may make a deadline late.
    if (isOfHeartbeat(call)) for (const ping of this.#out) ping.isLost = true
    this.#armedAt = -Infinity
  }

  taskEnds(): void {
    const { task, journal, isDisposed } = this.#world
    if (task.kind === 'signal') this.#armedAt = -Infinity
    const isOdd = isTangled(task) || task.throws.length > 0
    // What a function of the user's has done in the midst of it is hard to follow from outside.
    if (isOdd && this.#pongs + this.#pings > 0) this.#isUnsure = true
    if (isOdd || isDisposed || this.#hasHeld) {
      this.#hasHeld &&= !this.#world.connection.isOpen
      return
    }
    const count = (emitted: number, so: number, what: string) => {
      if (emitted !== so) journal.breaks('I3', `${so} ${what}, but ${emitted} emitted`)
    }
    count(this.#pingsEmitted, this.#pings, 'pings')
    count(this.#pongsEmitted, this.#pongs + this.#asked, 'pongs')
    if (this.#replies !== this.#asked) journal.breaks('I3', `${this.#asked} asked, not answered`)
    if (this.#isUnsure) return
    count(this.#emitted.length, this.#answered.length, 'pings answered')
    this.#answered.forEach((ping, at) => this.#mayTake(ping, this.#emitted[at] ?? null))
  }

  /** Whether this ping may have taken so long: unknown is `null`, and only what is unknown. */
  #mayTake(ping: Ping, emitted: number | null): void {
    const { clock, journal, connection } = this.#world
    if (connection.isOpen && connection.latency !== emitted && this.#emitted.length === 1) {
      journal.breaks('I3', `latency ${connection.latency}, emitted ${emitted}`)
    }
    if (clock.steps !== ping.clockSteps) return
    const latency = clock.time - ping.at
    if (emitted === null) {
      const isKnown = clock.lateAt < ping.at && !ping.isLost
      if (isKnown) journal.breaks('I3', `latency ${latency}, emitted as unknown`)
    } else if (emitted !== latency) {
      journal.breaks('I3', `latency ${latency}, emitted ${emitted}`)
    } else if (ping.isSilent && clock.time > ping.provenBy + 3 * SECOND) {
      journal.breaks('I3', `latency ${latency}, though the link was looked at too late`)
    }
  }
}
