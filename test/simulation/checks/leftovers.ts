import type { EventType, NativeSocket } from '../native-socket.ts'
import type { Checker, World } from './checker.ts'

/** A connection waits for one thing at a time. */
const MAX_TIMERS = 1

const RESTING = ['idle', 'closed', 'failed']

/**
 * I2: an ended link is inert. I4: a closed connection leaves nothing behind. L2: one that is not
 * closed always has something that will go on with it. And the state agrees with itself.
 */
export class Leftovers implements Checker {
  readonly #world: World
  #signals: AbortSignal[] = []
  #timersBefore = 0
  /** What was sent from inside of a `drop` listener may be dropped too, and reported in a later task. */
  #mayReport = false
  /** Sockets that were not closed by the client. */
  #unclosed: NativeSocket[] = []
  #seen = 0

  constructor(world: World) {
    this.#world = world
  }

  signal(signal: AbortSignal): void {
    if (!this.#signals.includes(signal)) this.#signals.push(signal)
  }

  callsInDrop(): void {
    this.#mayReport = true
  }

  dispatching(socket: NativeSocket, type: EventType): void {
    if (!socket.isClosed) return
    if (type !== 'error' && socket[`on${type}`] !== null) {
      this.#world.journal.breaks('I2', `${socket.id} has ended, but its on${type} is still set`)
    }
    this.#timersBefore = this.#world.clock.pending
  }

  dispatched(socket: NativeSocket, type: EventType): void {
    if (socket.isClosed && type === 'error' && this.#timersBefore < this.#world.clock.pending) {
      this.#world.journal.breaks('I2', `${socket.id} has ended, but its error sets a timer`)
    }
  }

  taskEnds(): void {
    const { connection, journal, clock, page, sockets } = this.#world
    const { status, retryAt, suspendedBy, openedAt, latency, error } = connection
    const isLinked = sockets.at(-1)?.isClosed === false
    this.#unclosed.push(...sockets.slice(this.#seen))
    this.#unclosed = this.#unclosed.filter(({ isClosed }) => !isClosed)
    this.#seen = sockets.length
    this.#signals = this.#signals.filter(({ aborted }) => !aborted)
    if (this.#signals.length > 1) journal.breaks('I1', 'two attempts are under way')
    if (this.#timers > MAX_TIMERS) journal.breaks('I7', `${clock.pending} timers are set`)
    if (page.listeners > 1) journal.breaks('I7', `${page.listeners} listen to the page`)
    if (this.#world.isDisposed || RESTING.includes(status)) this.#isNothingLeft()
    else if (clock.pending === 0 && this.#needsTimer()) journal.breaks('L2', `${status}, no timer`)
    if (suspendedBy === 'offline' && retryAt === null) {
      journal.breaks('L2', 'waits for a page that may lie about being offline')
    }
    if (this.#unclosed.length > 1) journal.breaks('I1', 'two sockets are open')
    if (status === 'failed' && error === null) journal.breaks('I3', 'failed, and no word of why')
    if (status === 'suspended' && isLinked) journal.breaks('I9', 'suspended, with a socket')
    if (status === 'open' && !isLinked) journal.breaks('I3', 'open, without a socket')
    const isWaiting = status === 'suspended' || status === 'reconnecting'
    if (
      (retryAt !== null && !isWaiting) ||
      (suspendedBy !== null) !== (status === 'suspended') ||
      (openedAt !== null) !== (status === 'open') ||
      (latency !== null && (status !== 'open' || latency < 0))
    ) {
      const state = { status, retryAt, suspendedBy, openedAt, latency }
      journal.breaks('I3', 'the state contradicts itself:', state)
    }
  }

  /** Timers that are set, but for reports. */
  get #timers(): number {
    const { clock } = this.#world
    return clock.pending - (this.#mayReport ? clock.pendingShort : 0)
  }

  #isNothingLeft(): void {
    const { connection, journal, page, sockets } = this.#world
    const { status, queued } = connection
    const socket = sockets.at(-1)
    const left = [
      this.#timers > 0 && 'a timer',
      page.listeners > 0 && 'a listener of the page',
      this.#unclosed.length > 0 && 'a socket',
      socket && (socket.onopen || socket.onmessage || socket.onclose) && 'a handler',
      this.#signals.length > 0 && 'an attempt that was not aborted',
      status !== 'idle' && queued > 0 && 'a message',
    ]
    for (const one of left) if (one) journal.breaks('I4', `${status}, but ${one} is left`)
  }

  /** An open link without heartbeat has nothing to wait for; one that is hidden or frozen waits long. */
  #needsTimer(): boolean {
    const { status, retryAt, options } = this.#world.connection
    if (status === 'open') return options.heartbeat.interval < Infinity
    return status !== 'suspended' || retryAt !== null
  }
}
