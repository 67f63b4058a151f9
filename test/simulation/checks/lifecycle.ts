import type { CloseInfo, SocketStatus, StatusChange } from 'vue-heartbeat-socket/socket'
import type { NativeSocket } from '../native-socket.ts'
import { isTangled, isWake, type Checker, type World } from './checker.ts'
import { allowedDelays, isOurs, Series } from './series.ts'

/** The table of DESIGN, section 4. */
const LEGAL: Record<SocketStatus, readonly SocketStatus[]> = {
  idle: ['connecting', 'reconnecting', 'closed'],
  connecting: ['open', 'reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  open: ['reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  reconnecting: ['open', 'reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  suspended: ['reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  closed: ['connecting', 'reconnecting'],
  failed: ['connecting', 'reconnecting', 'closed'],
}

/** A wait for the next attempt, as it was announced. */
interface Wait {
  readonly at: number
  readonly ms: number
}

/**
 * I1: one socket at a time. I2: what an earlier attempt was answered is not used. I3: legal changes of
 * status, in order, and each attempt ends once. I8: delays keep to their ranges. I9: nothing is
 * constructed before its time.
 */
export class Lifecycle implements Checker {
  readonly series = new Series()
  readonly #world: World
  #status: SocketStatus = 'idle'
  #wasFrozen = false
  /** Whether a link, or an attempt to get one, is under way. */
  #isActive = false
  #pendingClose: CloseInfo | null = null
  #closesEmitted: CloseInfo[] = []
  #wait: Wait | null = null
  #waitBefore: Wait | null = null
  /** A attempt has begun in this task. */
  #hasBegun = false
  #beganAt = -Infinity
  #beganBefore = -Infinity
  /** How often the wall clock had been set when the last attempt began. */
  #clockSteps = 0
  #clockStepsBefore = 0
  #openedAt = 0
  /** How often the url function was asked. */
  #asked = 0
  /** What the user's function said in this task. */
  #ownDelays: number[] = []

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('status', (change) => this.#changes(change))
    connection.on('close', (close) => this.#closes(close))
    connection.on('stable', () => this.#isStable())
    connection.on('open', () => (this.#openedAt = world.clock.time))
  }

  taskBegins(): void {
    this.#hasBegun = false
    this.#closesEmitted = []
    this.#waitBefore = this.#wait
    this.#beganBefore = this.#beganAt
    this.#clockStepsBefore = this.#clockSteps
    this.#ownDelays = []
  }

  asked(): void {
    this.#asked++
  }

  delays(ms: number): void {
    this.#ownDelays.push(ms)
  }

  constructed(socket: NativeSocket): void {
    const { connection, journal, sockets } = this.#world
    const last = sockets.at(-1)
    if (last?.isMade && !last.isClosed) {
      journal.breaks('I1', `${socket.id} is made while ${last.id} is not closed by the client`)
    }
    const isAsked = typeof connection.options.url === 'function'
    if (isAsked && !socket.url.includes(`/${this.#asked - 1}?`)) {
      journal.breaks('I2', `${socket.id} is made for an address that came too late`)
    }
  }

  taskEnds(): void {
    const { connection, journal, task, clock } = this.#world
    const { status, retryAt, attempts, lastClose } = connection
    if (this.#hasBegun) this.#mayBegin()
    if (this.#world.isDisposed) return
    if (this.#status !== status) journal.breaks('I3', `is ${status}, emitted is ${this.#status}`)
    if (this.#pendingClose) journal.breaks('I3', 'an end is not emitted as `close`')
    const isLast = (this.#closesEmitted.at(-1) ?? lastClose) === lastClose
    if (!isLast && !isTangled(task)) journal.breaks('I3', 'lastClose is not the last close')
    const isActive =
      status === 'connecting' ||
      status === 'open' ||
      (status === 'reconnecting' && retryAt === null)
    if (isTangled(task)) this.#follow(isActive)
    const isNew = this.#wait?.at === clock.time && this.#wait !== this.#waitBefore
    if (isNew && retryAt !== clock.now() + this.#wait!.ms) journal.breaks('I8', 'a wrong retryAt')
    if (isActive !== this.#isActive) journal.breaks('I3', `${status}: an attempt ended undelivered`)
    if (attempts !== this.series.attempts) {
      journal.breaks('I3', `attempts is ${attempts}, begun were ${this.series.attempts}`)
    }
  }

  begins(): void {
    const { connection, journal, clock } = this.#world
    const { status } = connection
    if (status !== 'connecting' && status !== 'reconnecting') {
      journal.breaks('I9', `attempts while ${status}`)
    }
    this.#hasBegun = true
    this.#beganAt = clock.time
    this.#clockSteps = clock.steps
  }

  /** Who may begin a attempt when: the user always, the page now and then, a timer at its time. */
  #mayBegin(): void {
    const { journal, clock, task, connection } = this.#world
    const wait = this.#waitBefore
    const hasCome = wait !== null && clock.time - wait.at >= wait.ms - 1
    const isAtOnce = this.#closesEmitted.some(({ cause }) => cause === 'heartbeat')
    if (task.calls.length > 0) return
    if (task.kind === 'timer' && !hasCome && !isAtOnce) {
      journal.breaks('I9', `attempts ${wait ? `within ${wait.ms} ms` : 'unplanned'}`)
    } else if (task.kind === 'message') {
      journal.breaks('I9', 'attempts on word of the network')
    } else if (task.kind === 'signal') {
      const since = clock.time - this.#beganBefore
      const isSoon = since < connection.options.reconnect.minDelay
      if (!isWake(task.signal)) journal.breaks('I9', `attempts on ${String(task.signal)}`)
      if (isSoon && clock.steps === this.#clockStepsBefore) {
        journal.breaks(
          'I9',
          `attempts on ${String(task.signal)}, ${since} ms after the last attempt`,
        )
      }
    }
  }

  #changes(change: StatusChange): void {
    const { journal, clock, task, connection } = this.#world
    const { status, previous, retryIn, close } = change
    journal.note('engine', previous, '→', status, retryIn ? `in ${retryIn.toFixed(0)} ms` : '')
    if (previous !== this.#status) journal.breaks('I3', `${status} follows ${this.#status}`)
    if (!LEGAL[previous].includes(status)) journal.breaks('I3', `${previous} → ${status}`)
    this.#status = status
    this.#wait = retryIn === undefined ? null : { at: clock.time, ms: retryIn }
    this.#pendingClose = close ?? null
    if (isTangled(task)) return
    const mustFail = close !== undefined && this.series.ended(close, connection)
    if (close) this.#mayFail(change, mustFail)
    if (close && previous === 'open') this.#mustBeStable(close)
    if (close && !this.#isActive) journal.breaks('I3', 'an end without a beginning')
    if (close) this.#isActive = false
    const begins = status === 'connecting' || (status === 'reconnecting' && retryIn === undefined)
    if (begins && this.#isActive) journal.breaks('I3', 'a beginning without an end')
    if (begins) this.series.begins(status === 'connecting', this.#wasFrozen || this.#isAway())
    this.#wasFrozen = connection.suspendedBy === 'frozen'
    if (begins) this.#isActive = true
    const isNew = /idle|closed|failed/.test(previous) && status === 'reconnecting'
    if (status === 'idle' || isNew) this.series.declined()
    if (status === 'idle') this.#isActive = false
    if (retryIn !== undefined) this.#mayWait(change, retryIn)
  }

  #isAway(): boolean {
    const { page } = this.#world.connection.options
    return page !== false && !(page.online && page.visible)
  }

  #mayFail({ status, close }: StatusChange, mustFail: boolean): void {
    const { connection, journal } = this.#world
    const { shouldReconnect } = connection.options.reconnect
    if (shouldReconnect || !isOurs(close!) || !this.series.isSure) return
    if ((status === 'failed') !== mustFail) {
      journal.breaks('I9', `${status} after ${close!.code}, ${mustFail ? '' : 'not '}the last try`)
    }
  }

  #mayWait(change: StatusChange, retryIn: number): void {
    const { connection, journal, task } = this.#world
    const [own = -1, another] = this.#ownDelays
    // Asked twice, it is unknown which answer belongs to which end.
    if (!this.series.isSure || another !== undefined) return
    if (own >= 0 && change.status === 'reconnecting' && change.close) {
      if (retryIn !== own) journal.breaks('I8', `waits ${retryIn} ms, and not ${own}`)
      return
    }
    const [least, most] = allowedDelays(change, this.series.next, connection, task.calls.length > 0)
    if (retryIn >= least && retryIn <= most) return
    journal.breaks('I8', `retry ${this.series.next} in ${retryIn} ms, not ${least} to ${most}`)
  }

  #closes(close: CloseInfo): void {
    this.#world.journal.note('engine', 'close', close)
    this.#closesEmitted.push(close)
    if (close === this.#pendingClose) this.#pendingClose = null
    else if (this.#world.task.calls.length === 0) {
      this.#world.journal.breaks('I3', 'a `close` for an end that was emitted already')
    }
  }

  #isStable(): void {
    const { clock, connection, journal, task } = this.#world
    this.series.stable()
    const openFor = clock.time - this.#openedAt
    const { stableAfter } = connection.options.reconnect
    if (task.calls.length > 0 || clock.steps > 0 || openFor >= stableAfter - 1) return
    journal.breaks('I3', `stable ${openFor} ms after the opening`)
  }

  /** A close frame proves a link as a message does. */
  #mustBeStable({ cause }: CloseInfo): void {
    const { clock, connection, journal } = this.#world
    const openFor = clock.time - this.#openedAt
    if (cause !== 'server' || clock.steps > 0 || this.series.attempts === 0) return
    if (openFor < connection.options.reconnect.stableAfter) return
    journal.breaks('I3', `a close frame after ${openFor} ms makes no link stable`)
  }

  #follow(isActive: boolean): void {
    this.series.follow(this.#world.connection.attempts)
    this.#isActive = isActive
    this.#pendingClose = null
  }
}
