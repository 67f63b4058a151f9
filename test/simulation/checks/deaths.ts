import type { NativeSocket } from '../native-socket.ts'
import type { Call } from '../scenario.ts'
import { PING } from '../server.ts'
import type { Checker, World } from './checker.ts'

const SECOND = 1_000

/** Whether a call changes what is asked of a link. */
export const isOfHeartbeat = (call: Call): boolean => /ping|watch|heartbeat/.test(call)

/** L4: the heartbeat kills no healthy link, however late its timers are. */
export class Deaths implements Checker {
  /** Links that the heartbeat has killed. */
  count = 0
  readonly #world: World
  /** Healthy when it was closed, with a sign of life on its way. */
  #victim: NativeSocket | null = null
  #pingedAt = 0

  constructor(world: World) {
    this.#world = world
    world.connection.on('close', ({ cause }) => {
      if (cause !== 'heartbeat') return
      this.count++
      if (this.#victim && !this.#isExcused()) {
        world.journal.breaks('L4', `${this.#victim.id} was healthy`)
      }
    })
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
    if (data === PING) this.#pingedAt = this.#world.clock.time
  }

  closed(socket: NativeSocket): void {
    if (socket.isHealthy && socket.prompt > 0 && !socket.isSlow) this.#victim = socket
  }

  /**
   * The thread has run for less than a second, and the deadline passed less than a second ago: by
   * DESIGN, section 5, that is not yet late.
   */
  #isExcused(): boolean {
    const { clock, connection, linkPatience } = this.#world
    const { message, timeout } = connection.options.heartbeat
    const granted = timeout * Math.max(2, linkPatience)
    const isLate = message !== null && clock.time - this.#pingedAt >= granted + SECOND
    return clock.time - clock.wokenAt <= SECOND + 1 && !isLate
  }
}
