import type { CloseInfo, StatusChange } from 'vue-heartbeat-socket/socket'
import type { NativeSocket } from '../native-socket.ts'
import type { Checker, World } from './checker.ts'

const MINUTE = 60_000
const SECOND = 1_000

/** A link that has lived this long, in ms, takes the windows back to what was set. */
const LONG_LIFE = 600_000

/** From these, only connect() and its like lead to an attempt. */
const INACTIVE = new Set(['idle', 'closed', 'failed'])

/** A range in which something unknown lies. */
interface Range {
  readonly least: number
  readonly most: number
}

/** How many windows a ping has behind what is buffered. */
export const BEHIND_UPLOAD = 4

/** Whether something is buffered, or was within the last interval. */
export function isHeldUp({ clock, connection }: World, socket: NativeSocket): boolean {
  const { interval } = connection.options.heartbeat
  return socket.bufferedAmount > 0 || clock.time - socket.heldUpAt <= interval
}

const ONE: Range = { least: 1, most: 1 }

const twice = ({ least, most }: Range, isSure = true): Range => ({
  least: isSure ? 2 * least : least,
  most: 2 * most,
})

/**
 * What the design says of windows, written down a second time: how long a link may be silent, by the
 * deaths so far. I8: a retry is immediate only where the page has asked in the last silence.
 */
export class Windows implements Checker {
  readonly #world: World
  #factor = ONE
  #pageFactor = ONE
  #openedAt = Infinity
  #clockSteps = 0
  /** In this task a timer may have noticed that the link has lived for long. */
  #isOld = false
  /** In this silence, or since the user changed something, the page may have asked. */
  #mayBeByPage = false
  /** How a death was followed up: at once, or not, or nothing can be said. */
  readonly #isImmediate = new Map<CloseInfo, boolean>()

  constructor(world: World) {
    this.#world = world
    world.connection.on('status', (change) => this.#changes(change))
    world.connection.on('close', (close) => close.cause === 'heartbeat' && this.#dies(close))
    world.connection.on('open', () => {
      this.#mayBeByPage = false
      this.#openedAt = world.clock.time
      this.#clockSteps = world.clock.steps
    })
  }

  /** How long a link may be silent after a ping, in ms. */
  get window(): Range {
    const { timeout } = this.#world.connection.options.heartbeat
    const most = Math.max(MINUTE, 4 * timeout)
    const of = (factor: number) => Math.min(timeout * factor, most)
    return { least: of(this.#factor.least), most: of(this.#factor.most) }
  }

  /** How long it may be silent after the page has asked. */
  get pageWindow(): Range {
    const { window } = this
    const of = (factor: number) => Math.min(5 * SECOND * factor, 30 * SECOND)
    return {
      least: Math.min(window.least, of(this.#pageFactor.least)),
      most: Math.min(window.most, of(this.#pageFactor.most)),
    }
  }

  taskBegins(): void {
    const { task, clock, connection, sockets } = this.#world
    const { interval } = connection.options.heartbeat
    const isLook = task.kind === 'timer' && connection.isOpen && interval < Infinity
    if (!isLook || sockets.at(-1)!.readyState !== 1) return
    const isOdd = clock.steps !== this.#clockSteps
    this.#isOld = isOdd || clock.time - this.#openedAt >= LONG_LIFE
    if (!this.#isOld) return
    this.#factor = { ...this.#factor, least: 1 }
    this.#pageFactor = { ...this.#pageFactor, least: 1 }
    // With other timers about, or a clock that was set, it may not have been so.
    if (isOdd || clock.pending > 1) this.#isOld = false
  }

  calls(): void {
    this.#mayBeByPage = true
  }

  dispatching(socket: NativeSocket, type: string): void {
    if (type === 'message' && !socket.isClosed) this.#mayBeByPage = false
  }

  progressed(): void {
    this.#mayBeByPage = false
  }

  taskEnds(): void {
    if (this.#world.task.kind === 'signal') this.#mayBeByPage = true
    if (this.#isOld && this.#world.connection.isOpen) this.#reset()
    this.#isOld = false
  }

  #changes({ status, previous, retryIn, close }: StatusChange): void {
    // The limit of attempts for callers may have connect() wait first.
    if (INACTIVE.has(previous)) this.#reset()
    // The user may have asked for an attempt.
    const isAsked = this.#world.task.calls.length > 0
    if (close?.cause !== 'heartbeat' || status !== 'reconnecting' || isAsked) return
    this.#isImmediate.set(close, retryIn === undefined)
    if (retryIn !== undefined || this.#mayBeByPage) return
    this.#world.journal.breaks('I8', 'a retry is immediate, though the page has not asked')
  }

  #dies(close: CloseInfo): void {
    if (this.#isOld) this.#reset()
    const isByPage = this.#isImmediate.get(close)
    if (!isByPage) this.#factor = twice(this.#factor, isByPage === false || !this.#mayBeByPage)
    this.#pageFactor = twice(this.#pageFactor)
  }

  #reset(): void {
    this.#factor = this.#pageFactor = ONE
  }
}
