import type { EventType, NativeSocket } from '../native-socket.ts'
import type { Call } from '../scenario.ts'
import { PING } from '../server.ts'
import type { Checker, World } from './checker.ts'

export const DEATH = 'death by heartbeat'
/** Of a link that was healthy. */
export const FALSE_KILL = 'false kill'

/** Whether a call changes what is asked of a link. */
export const isOfHeartbeat = (call: Call): boolean => /ping|watch|heartbeat/.test(call)

/** L4: the heartbeat kills no healthy link, however late its timers are. */
export class Deaths implements Checker {
  /** Links that the heartbeat has killed. */
  count = 0
  readonly #world: World
  /** Healthy when it was closed, with a sign of life on its way. */
  #victim: NativeSocket | null = null
  /** The first ping of this silence. */
  #firstPingAt: number | null = null
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
    world.connection.on('open', () => this.#heard())
  }

  taskBegins(): void {
    this.#victim = null
  }

  calls(call: Call): void {
    // What is on its way answers another heartbeat.
    const socket = this.#world.sockets.at(-1)
    if (socket && isOfHeartbeat(call)) socket.isSlow = true
  }

  sent(_: NativeSocket, data: unknown): void {
    if (data !== PING) return
    this.#firstPingAt ??= this.#world.clock.time
  }

  dispatching(socket: NativeSocket, type: EventType): void {
    if (type === 'message' && !socket.isToldToClose) this.#heard()
  }

  taskEnds(): void {
    const { task, clock } = this.#world
    if (task.kind === 'signal' || task.calls.length > 0) this.#isDisturbed = true
    if (clock.steps !== this.#clockSteps) this.#isDisturbed = true
  }

  closed(socket: NativeSocket): void {
    if (socket.isHealthy && socket.prompt > 0 && !socket.isSlow) this.#victim = socket
  }

  /** Undisturbed, a link has all of its `timeout` to answer. */
  #mayDie(): void {
    const { clock, connection, journal, windows, task } = this.#world
    const { message } = connection.options.heartbeat
    if (this.#isDisturbed || message === null || task.calls.length > 0) return
    const time = clock.time - (this.#firstPingAt ?? clock.time)
    if (time >= windows.leastBefore) return
    journal.breaks('L4', `a link is given ${time} ms to answer, not ${windows.leastBefore}`)
  }

  #heard(): void {
    this.#firstPingAt = null
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
