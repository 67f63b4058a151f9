import type { DropReason } from 'vue-heartbeat-socket/socket'
import type { EventType, NativeSocket } from '../native-socket.ts'
import type { Call } from '../scenario.ts'
import { LOGIN, PONG, SERVER_PING } from '../server.ts'
import { isTangled, type Checker, type World } from './checker.ts'

/** A message on its way out. */
export interface Entry {
  readonly size: number
  /** Not with `queue: false`. */
  readonly mayWait: boolean
  isAborted: boolean
  /** The url that it was meant for, and how often that had changed by then. */
  readonly url: unknown
  readonly urls: number
  /** How often there had been no url any more; `null` where events were still to come. */
  readonly logouts: number | null
  readonly at: number
  readonly clockSteps: number
  /** How often it went out natively. */
  sent: number
  /** What became of it, by events and by what `send()` returned. */
  outcome?: 'sent' | 'dropped'
  returned?: string
}

/**
 * I5: each message sent has one outcome, and the true one. I6: messages stay in order, both ways,
 * and none is lost on an open link. I7: the outbox stays within its bounds. I11: none goes to another
 * url than the one that it was given under, nor over a time without any.
 */
export class Ledger implements Checker {
  readonly #world: World
  readonly #entries = new Map<number, Entry>()
  #touched: number[] = []
  #lastSent = -1
  #waiting = 0
  #waitingBytes = 0
  #received = 0
  #urls = 0
  #logouts = 0
  #mayReport = false

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('sent', (data) => this.#isSignalled(idIn(data), 'sent'))
    connection.on('drop', ({ data, reason }) => {
      this.#isSignalled(idIn(data), 'dropped')
      this.#mayDrop(idIn(data), reason)
    })
    connection.on('status', ({ status }) => (this.#logouts += Number(status === 'idle')))
    connection.on('message', (_, raw) => this.#arrives(raw))
    connection.on('error', (_, raw) => raw !== undefined && this.#arrives(raw))
  }

  callsInDrop(): void {
    this.#mayReport = true
  }

  calls(call: Call): void {
    if (call.startsWith('url')) this.#urls++
  }

  /** The messages that wait to be sent, and are neither aborted nor perhaps too old. */
  get waiting(): ReadonlyMap<number, Entry> {
    const { clock, connection } = this.#world
    const isOld = ({ at, clockSteps }: Entry) =>
      clock.steps !== clockSteps || clock.time - at > connection.options.outbox.maxAge
    return new Map(
      [...this.#entries].filter(([, entry]) => {
        const isSettled = entry.sent > 0 || entry.outcome !== undefined || entry.isAborted
        return entry.returned === 'queued' && !isSettled && !isOld(entry)
      }),
    )
  }

  // The way out.

  aborts(id: number): void {
    const entry = this.#entries.get(id)
    if (entry) entry.isAborted = true
  }

  sends(id: number, data: string, mayWait: boolean): void {
    const { clock, connection, task, isDisposed } = this.#world
    const url = connection.options.url
    const logouts = isTangled(task) ? null : this.#logouts
    const at = { at: clock.time, clockSteps: clock.steps, urls: this.#urls, logouts }
    const entry = { size: data.length, mayWait, isAborted: false, url, sent: 0, ...at }
    // Nothing is emitted of what is given later.
    if (isDisposed) return
    this.#entries.set(id, entry)
    if (mayWait) this.#waits(entry, 1)
    this.#touched.push(id)
  }

  returned(id: number, result: string): void {
    const entry = this.#entries.get(id)
    const { connection, journal, task } = this.#world
    if (!entry) return
    entry.returned = result
    if (!entry.mayWait && result === 'queued') journal.breaks('I5', `${id} must not be queued`)
    if (result === 'sent' && entry.sent !== 1) journal.breaks('I5', `${id} "sent" but is not`)
    // What `send()` itself emitted may have made the user call what set the queue flowing.
    const mayFlow = result === 'queued' && isTangled(task)
    if (result !== 'sent' && entry.sent > 0 && !mayFlow) {
      journal.breaks('I5', `${id} ${result}, but was sent`)
    }
    if (result !== 'queued' || !this.#isQuiet()) return
    const { maxMessages, maxBytes } = connection.options.outbox
    if (connection.queued > maxMessages) journal.breaks('I7', `${connection.queued} are queued`)
    if (this.#waitingBytes > maxBytes) {
      journal.breaks('I7', `${this.#waitingBytes} bytes are queued`)
    }
  }

  refused(result: string): void {
    if (result !== 'dropped') this.#world.journal.breaks('I5', `nonsense is ${result}`)
  }

  sent(socket: NativeSocket, data: unknown): void {
    const { journal, clock, connection } = this.#world
    if (socket.isClosed && data !== LOGIN) {
      journal.breaks('I2', `something is sent on ${socket.id}, which has ended`)
    }
    const id = idIn(data)
    const entry = id === null ? undefined : this.#entries.get(id)
    if (id === null || !entry) return
    entry.sent++
    const { outbox } = connection.options
    if (entry.sent > 1) journal.breaks('I5', `${id} is sent twice`)
    if (socket.readyState !== 1) journal.breaks('I5', `${id} is sent on a socket that is not open`)
    if (entry.isAborted) journal.breaks('I5', `${id} is sent, though it was aborted`)
    if (entry.mayWait) {
      if (id < this.#lastSent) journal.breaks('I6', `${id} is sent after ${this.#lastSent}`)
      this.#lastSent = id
    }
    this.#isForHere(entry, id, socket)
    const age = clock.time - entry.at
    if (entry.clockSteps === clock.steps && age > outbox.maxAge) {
      journal.breaks('I7', `${id} is sent when ${age} ms old`)
    }
  }

  /** Whether a message goes where it was to go: to its url, in the login that it was sent in. */
  #isForHere({ url, logouts }: Entry, id: number, socket: NativeSocket): void {
    const { journal } = this.#world
    const isMade = typeof url === 'function' && /@[fg]\.test/.test(socket.url)
    if (!isMade && url !== socket.url) journal.breaks('I11', `${id} goes to another url`)
    if (logouts !== null && logouts !== this.#logouts) {
      journal.breaks('I11', `${id} was sent before a logout`)
    }
  }

  // The way in.

  dispatching(socket: NativeSocket, type: EventType, { data }: { readonly data?: string }): void {
    const number = type === 'message' && !socket.isClosed ? numberIn(data) : null
    if (number !== null) socket.undelivered.push(number)
  }

  took(message: unknown): void {
    const raw = typeof message === 'string' ? message : JSON.stringify(message)
    this.#isNext(raw)
  }

  taskEnds(): void {
    const { connection, journal, sockets, clock } = this.#world
    // What is dropped while a listener hears of another drop is reported in a later task.
    if (this.#mayReport && clock.pendingShort > 0) return
    for (const id of this.#touched.splice(0)) this.#isSettled(id)
    if (connection.queued !== this.#waiting) {
      journal.breaks('I5', `${connection.queued} are queued, ${this.#waiting} have no outcome`)
    }
    if (this.#world.isDisposed) return
    const undelivered = sockets.at(-1)?.undelivered ?? []
    if (connection.isOpen && undelivered.length > 0) {
      journal.breaks('I6', `message ${undelivered[0]} reaches no listener`)
    }
    if (connection.received !== this.#received) {
      journal.breaks('I6', `${connection.received} received, ${this.#received} emitted`)
    }
  }

  #isSignalled(id: number | null, outcome: 'sent' | 'dropped'): void {
    const entry = id === null ? undefined : this.#entries.get(id)
    if (!entry) return
    if (entry.outcome) this.#world.journal.breaks('I5', `${id} is ${entry.outcome}, and ${outcome}`)
    if ((outcome === 'sent') !== entry.sent > 0) {
      this.#world.journal.breaks('I5', `${id} is reported as ${outcome}, which is not so`)
    }
    entry.outcome = outcome
    if (entry.mayWait) this.#waits(entry, -1)
    else if (outcome === 'dropped') this.#world.journal.breaks('I5', `${id}: a drop is emitted`)
    this.#touched.push(id!)
  }

  /** What was promised by `send()` must agree with what was emitted. */
  #isSettled(id: number): void {
    const { outcome, returned, mayWait } = this.#entries.get(id)!
    if (!mayWait && outcome === undefined && returned === 'dropped') return
    const agrees = returned === 'queued' ? true : returned === undefined || returned === outcome
    if (!agrees) this.#world.journal.breaks('I5', `${id} ${returned}, but reported as ${outcome}`)
  }

  #mayDrop(id: number | null, reason: DropReason): void {
    const { connection, journal, clock, task } = this.#world
    const entry = id === null ? undefined : this.#entries.get(id)
    if (!entry || isTangled(task)) return
    const { status, options } = connection
    const age = clock.time - entry.at
    const isTrue =
      reason === 'closed' || reason === 'failed'
        ? status === reason || task.calls.length > 0 || this.#mayReport
        : reason === 'other-url' || reason === 'no-url'
          ? entry.urls !== this.#urls || status === 'idle' || entry.url === null
          : reason === 'expired'
            ? age > options.outbox.maxAge || entry.clockSteps !== clock.steps
            : reason === 'not-open'
              ? options.outbox.maxMessages === 0
              : reason === 'aborted'
                ? entry.isAborted
                : reason !== 'unsendable'
    if (!isTrue) journal.breaks('I5', `${id} is dropped as ${reason}, which is not so`)
  }

  #waits(entry: Entry, one: 1 | -1): void {
    this.#waiting += one
    this.#waitingBytes += one * entry.size
  }

  /** Whether `send()` alone has been called in this task: then all drops have been emitted. */
  #isQuiet(): boolean {
    const { task } = this.#world
    return task.kind === 'call' && !isTangled(task)
  }

  #arrives(raw: unknown): void {
    const { connection, journal, task } = this.#world
    this.#received++
    const { interval, reply } = connection.options.heartbeat
    const isHeartbeat = (raw === PONG && interval < Infinity) || (raw === SERVER_PING && reply)
    // A function of the user's that throws has not said that this is one.
    if (isHeartbeat && task.throws.length === 0 && task.calls.length === 0) {
      journal.breaks('I2', `a heartbeat, ${raw}, reaches the listeners of messages`)
    }
    this.#isNext(raw)
  }

  #isNext(raw: unknown): void {
    const { journal, sockets } = this.#world
    const number = numberIn(raw)
    if (number === null) return
    const from = sockets[Number(/"s":(-?\d+)/.exec(String(raw))![1])]
    if (!from || from.isClosed) {
      journal.breaks('I2', `a message of a link that has ended is emitted: ${String(raw)}`)
      return
    }
    const next = from.undelivered.shift()
    if (next !== number) journal.breaks('I6', `${number} is emitted, ${String(next)} is the next`)
  }
}

function idIn(data: unknown): number | null {
  const found = /^\{"id":(\d+)/.exec(String(data))
  return found && Number(found[1])
}

function numberIn(raw: unknown): number | null {
  const found = /"n":(-?\d+)/.exec(String(raw))
  return found && Number(found[1])
}
