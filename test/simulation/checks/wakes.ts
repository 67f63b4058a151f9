import type { PageSignal } from 'vue-heartbeat-socket/socket'
import type { EventType, NativeSocket } from '../native-socket.ts'
import { PING } from '../server.ts'
import { isTangled, type Checker, type World } from './checker.ts'

const WAKES: readonly (PageSignal | null)[] = ['online', 'visible', 'resume', 'pageshow']

const RESTING = ['idle', 'closed', 'failed']

/** How fresh an arrival must be to need no proof, in ms. */
const SECOND = 1_000

/** L5: who wakes doubts the link, or dials, in the same task. */
export class Wakes implements Checker {
  readonly #world: World
  #statusBefore = ''
  #isListening = false
  #silentSince = 0
  #clockSteps = 0
  /** Whether the link is in doubt, which a ping in the task of a signal shows. */
  #isDoubted = false
  #pings = 0
  #dials = 0
  #dialledAt = -Infinity

  constructor(world: World) {
    this.#world = world
    world.connection.on('open', () => this.#heard())
  }

  taskBegins(): void {
    this.#statusBefore = this.#world.connection.status
    this.#isListening = this.#world.page.listeners > 0
    this.#pings = 0
    this.#dials = 0
  }

  calls(): void {
    // Whatever the user changes may change what is asked of the link.
    this.#isDoubted = true
  }

  asked(): void {
    this.#dials++
    this.#dialledAt = this.#world.clock.time
  }

  dialled(): void {
    if (typeof this.#world.connection.options.url !== 'function') this.asked()
  }

  sent(_: NativeSocket, data: unknown): void {
    if (data === PING) this.#pings++
  }

  dispatching(socket: NativeSocket, type: EventType): void {
    if (type === 'message' && !socket.isToldToClose) this.#heard()
  }

  taskEnds(): void {
    const { task, connection, page } = this.#world
    if (task.kind !== 'signal' && !(task.kind === 'timer' && this.#pings > 0)) return
    if (this.#isListening && WAKES.includes(task.signal) && !isTangled(task)) {
      const { whenHidden } = connection.options.reconnect
      const mayDial = page.online && (page.visible || whenHidden)
      if (this.#statusBefore === 'open') this.#mustDoubt()
      else if (mayDial && !RESTING.includes(this.#statusBefore)) this.#mustDial()
    }
    this.#isDoubted ||= this.#pings > 0
  }

  #mustDoubt(): void {
    const { connection, clock, journal, task } = this.#world
    const { interval, message } = connection.options.heartbeat
    // A function may have thrown instead of saying what to send.
    const isAskedFor = interval < Infinity && message === PING
    const isSilent = clock.time - this.#silentSince >= SECOND && clock.steps === this.#clockSteps
    if (!connection.isOpen || !isAskedFor || !isSilent || this.#isDoubted) return
    if (this.#pings === 0) journal.breaks('L5', `${task.signal} raises no doubt`)
  }

  #mustDial(): void {
    const { connection, clock, journal, task } = this.#world
    const { status, retryAt, options } = connection
    if (RESTING.includes(status) || this.#dials > 0) return
    const since = clock.time - this.#dialledAt
    const isDialling = retryAt === null && status !== 'suspended'
    if (isDialling && (since < options.connectTimeout || clock.steps > 0)) return
    const isSoon = since < options.reconnect.minDelay && status === 'reconnecting'
    if (isSoon && retryAt! - clock.now() <= options.reconnect.minDelay) return
    // The wall clock was set: nobody knows how long ago the last dial was.
    if (clock.steps > 0 && status === 'reconnecting') return
    journal.breaks('L5', `${task.signal} does not dial, ${since} ms after the last dial`)
  }

  #heard(): void {
    const { clock } = this.#world
    this.#silentSince = clock.time
    this.#clockSteps = clock.steps
    this.#isDoubted = false
  }
}
