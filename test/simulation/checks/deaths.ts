import type { EventType, NativeSocket } from '../native-socket.ts'
import type { Call, Place } from '../scenario.ts'
import { PING } from '../server.ts'
import type { Checker, World } from './checker.ts'
import { BEHIND_UPLOAD, isHeldUp } from './windows.ts'

export const DEATH = 'death by heartbeat'
/** Of a link that was healthy. */
export const FALSE_KILL = 'false kill'

/** Whether a call changes what is asked of a link. */
export const isOfHeartbeat = (call: Call): boolean =>
  /ping|watch|heartbeat|replies|receipts|resend/.test(call)

/** L4: the heartbeat kills no healthy link, however late its timers are. */
export class Deaths implements Checker {
  /** Links that the heartbeat has killed. */
  count = 0
  readonly #world: World
  /** Healthy when it was closed, with a sign of life on its way. */
  #victim: NativeSocket | null = null
  /** The first ping of this silence, and the first signal of the page after which one went out. */
  #firstPingAt: number | null = null
  #asked: NativeSocket | null = null
  #signalAt: number | null = null
  /** What stood in the way out when it was asked. */
  #isBehind = false
  #hasProgressed = false
  /** Something else than a ping may have asked for a sign of life. */
  #isDisturbed = false
  #clockSteps = 0
  #leaps = 0

  constructor(world: World) {
    this.#world = world
    world.connection.on('close', ({ cause }) => {
      if (cause !== 'heartbeat') return
      this.count++
      world.journal.counts(DEATH)
      if (this.#victim && !this.#isExcused()) {
        world.journal.counts(FALSE_KILL)
        world.journal.breaks('L4', `${this.#victim.id} was healthy`)
      }
      this.#mayDie()
    })
    world.connection.on('open', () => this.#opens())
  }

  taskBegins(): void {
    this.#victim = null
    this.#hasProgressed = false
  }

  progressed(): void {
    this.#heard()
    this.#hasProgressed = true
  }

  calls(call: Call): void {
    // What is on its way answers another heartbeat.
    const socket = this.#world.sockets.at(-1)
    if (socket && isOfHeartbeat(call)) socket.isSlow = true
  }

  sent(socket: NativeSocket, data: unknown): void {
    if (data !== PING) return
    const { clock, task } = this.#world
    if (socket !== this.#asked) this.#firstPingAt = null
    this.#asked = socket
    if (this.#firstPingAt === null) this.#isBehind = isHeldUp(this.#world, socket)
    this.#firstPingAt ??= clock.time
    if (task.kind === 'signal') this.#signalAt ??= clock.time
  }

  throws(place: Place): void {
    // A ping that can't be made is waited for all the same.
    if (place === 'message()') this.#firstPingAt ??= this.#world.clock.time
  }

  dispatching(socket: NativeSocket, type: EventType): void {
    if (type === 'message' && !socket.isClosed) this.#heard()
  }

  taskEnds(): void {
    const { task, clock } = this.#world
    if (task.calls.length > 0) this.#isDisturbed = true
    if (task.kind === 'signal') this.#signalAt ??= clock.time
    if (clock.steps !== this.#clockSteps) this.#isDisturbed = true
  }

  closed(socket: NativeSocket): void {
    if (socket.isHealthy && socket.prompt > 0 && !socket.isSlow) this.#victim = socket
  }

  /** Undisturbed, a link has all of its `timeout` to answer. */
  #mayDie(): void {
    const { clock, connection, journal, windows, task } = this.#world
    if (this.#hasProgressed) journal.breaks('L4', 'a link dies in the midst of an upload')
    const { message } = connection.options.heartbeat
    if (this.#isDisturbed || message === null || task.calls.length > 0) return
    const since = (at: number | null) => clock.time - (at ?? clock.time)
    const least = windows.window.least * (this.#isBehind ? BEHIND_UPLOAD : 1)
    if (since(this.#firstPingAt) >= least) return
    if (this.#signalAt !== null && since(this.#signalAt) >= windows.pageWindow.least) return
    journal.breaks('L4', `a link is given ${since(this.#firstPingAt)} ms to answer, not ${least}`)
  }

  /** What waited may be so much that a ping goes out with it. */
  #opens(): void {
    const pingAt = this.#firstPingAt
    this.#heard()
    if (pingAt === this.#world.clock.time) this.#firstPingAt = pingAt
  }

  #heard(): void {
    this.#firstPingAt = this.#signalAt = null
    this.#isDisturbed = false
    this.#clockSteps = this.#world.clock.steps
    this.#leaps = this.#world.clock.leaps
  }

  /**
   * The wall clock was set forward twice in one silence. Each time looks like sleep, and a suspicion is
   * put off but once.
   */
  #isExcused(): boolean {
    return this.#world.clock.leaps - this.#leaps >= 2
  }
}
