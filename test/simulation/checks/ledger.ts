import type { DropReason } from 'vue-heartbeat-socket/socket'
import type { NativeSocket } from '../native-socket.ts'
import type { Call } from '../scenario.ts'
import { LOGIN } from '../server.ts'
import { isTangled, type Checker, type World } from './checker.ts'

/** A message on its way out. */
export interface Entry {
  readonly size: number
  /** Not with `queue: false`. */
  readonly mayWait: boolean
  /** Not sent after `dispose()`, when nothing may be emitted any more. */
  isAwaited: boolean
  isAborted: boolean
  /** The url that it was meant for, and how often that had changed by then. */
  readonly url: unknown
  readonly urls: number
  /** How often all that waited had been dropped by `reset()`. */
  readonly resets: number
  /** How often there had been no url any more; `null` where events were still to come. */
  readonly logouts: number | null
  readonly at: number
  readonly clockSteps: number
  /** How often it went out natively. */
  sent: number
  /** Its link has ended, and it waits for the next one. */
  waitsAgain: boolean
  /** What became of it, by events and by what `send()` returned. */
  isSentEmitted: boolean
  isDropEmitted: boolean
  returned?: string
}

/**
 * I5: what `send()` returns and what is emitted of a message agree. I6: messages go out in order. I7: the
 * outbox stays within its bounds. I11: none goes to another url than the one that it was given under, nor
 * over a time without any.
 */
export class Ledger implements Checker {
  readonly #world: World
  readonly #entries = new Map<number, Entry>()
  #touched: number[] = []
  #lastSent = -1
  #waiting = 0
  #waitingBytes = 0
  #urls = 0
  #resets = 0
  #logouts = 0
  #mayReport = false

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('sent', (data) => this.#isSent(idIn(data)))
    connection.on('drop', ({ data, reason }) => this.#isDropped(idIn(data), reason))
    connection.on('status', ({ status }) => (this.#logouts += Number(status === 'idle')))
  }

  callsInDrop(): void {
    this.#mayReport = true
  }

  calls(call: Call): void {
    if (call.startsWith('url')) this.#urls++
    if (call === 'reset') this.#resets++
    // What is being sent now comes too late, and `send()` says so.
    const latest = [...this.#entries.values()].at(-1)
    if (call !== 'dispose' || !latest || latest.returned !== undefined) return
    if (latest.sent > 0 || latest.isDropEmitted) return
    if (latest.mayWait) this.#waits(latest, -1)
    latest.isAwaited = false
  }

  /** The messages that wait to be sent, and are neither aborted nor perhaps too old. */
  get waiting(): ReadonlyMap<number, Entry> {
    const { clock, connection } = this.#world
    const isOld = ({ at, clockSteps }: Entry) =>
      clock.steps !== clockSteps || clock.time - at > connection.options.outbox.maxAge
    return new Map(
      [...this.#entries].filter(([, entry]) => {
        const isSettled = entry.sent > 0 || entry.isDropEmitted || entry.isAborted
        return entry.returned === 'queued' && !isSettled && !isOld(entry)
      }),
    )
  }

  // The way out.

  aborts(id: number): void {
    this.#entries.get(id)!.isAborted = true
  }

  sends(id: number, data: string, mayWait: boolean): void {
    const { clock, connection, task } = this.#world
    const url = connection.options.url
    const logouts = isTangled(task) ? null : this.#logouts
    const at = {
      at: clock.time,
      clockSteps: clock.steps,
      urls: this.#urls,
      resets: this.#resets,
      logouts,
    }
    const fate = { isAborted: false, waitsAgain: false, isSentEmitted: false, isDropEmitted: false }
    const isAwaited = !this.#world.isDisposed
    const entry = { size: data.length, mayWait, isAwaited, url, sent: 0, ...at, ...fate }
    this.#entries.set(id, entry)
    if (mayWait) this.#waits(entry, 1)
    if (entry.isAwaited) this.#touched.push(id)
  }

  returned(id: number, result: string): void {
    const entry = this.#entries.get(id)!
    const { connection, journal, task } = this.#world
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
    if (entry.sent > 1 && !entry.waitsAgain) journal.breaks('I5', `${id} is sent twice`)
    if (entry.waitsAgain) this.#waits(entry, -1)
    entry.waitsAgain = false
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

  taskEnds(): void {
    const { connection, journal, clock } = this.#world
    // What is dropped while a listener hears of another drop is reported in a later task.
    if (this.#mayReport && clock.pendingShort > 0) return
    for (const id of this.#touched.splice(0)) this.#isSettled(id)
    if (connection.queued !== this.#waiting) {
      journal.breaks('I5', `${connection.queued} are queued, ${this.#waiting} have no outcome`)
    }
  }

  /** The link of these has ended: they go out once more, before the others. */
  waitAgain(ids: readonly number[]): void {
    this.#lastSent = Math.min(this.#lastSent, (ids[0] ?? Infinity) - 1)
    for (const id of ids) {
      const entry = this.#entries.get(id)!
      entry.waitsAgain = true
      this.#waits(entry, 1)
    }
  }

  #isSent(id: number | null): void {
    const entry = id === null ? undefined : this.#entries.get(id)
    if (!entry) return
    const { journal } = this.#world
    if (entry.isSentEmitted) journal.breaks('I5', `${id} is reported as sent twice`)
    if (entry.sent === 0) journal.breaks('I5', `${id} is reported as sent, which is not so`)
    entry.isSentEmitted = true
    if (entry.mayWait) this.#waits(entry, -1)
    this.#touched.push(id!)
  }

  #isDropped(id: number | null, reason: DropReason): void {
    const entry = id === null ? undefined : this.#entries.get(id)
    if (!entry) return
    const { journal } = this.#world
    const mayBeSent = reason === 'unconfirmed' || reason === 'aborted'
    if (entry.isDropEmitted) journal.breaks('I5', `${id} is dropped twice`)
    if (entry.sent > 0 && !mayBeSent) journal.breaks('I5', `${id} is sent, and dropped: ${reason}`)
    if (!entry.mayWait) journal.breaks('I5', `${id}: a drop is emitted`)
    entry.isDropEmitted = true
    if (!entry.isSentEmitted || entry.waitsAgain) this.#waits(entry, -1)
    entry.waitsAgain = false
    this.#touched.push(id!)
    this.#mayDrop(entry, id!, reason)
  }

  /** What was promised by `send()` must agree with what was emitted. */
  #isSettled(id: number): void {
    const { isSentEmitted, isDropEmitted, returned, mayWait, isAwaited } = this.#entries.get(id)!
    if (returned === 'queued' || returned === undefined || !isAwaited) return
    const isDropped = isDropEmitted || !mayWait
    const agrees = returned === 'sent' ? isSentEmitted : isDropped && !isSentEmitted
    if (agrees) return
    const emitted = isSentEmitted ? 'sent' : isDropEmitted ? 'dropped' : 'nothing'
    this.#world.journal.breaks('I5', `${id} ${returned}, but emitted is ${emitted}`)
  }

  #mayDrop(entry: Entry, id: number, reason: DropReason): void {
    const { connection, journal, clock, task } = this.#world
    if (isTangled(task)) return
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
                ? entry.isAborted || entry.resets !== this.#resets
                : reason !== 'unsendable'
    if (!isTrue) journal.breaks('I5', `${id} is dropped as ${reason}, which is not so`)
  }

  #waits(entry: Entry, one: 1 | -1): void {
    if (!entry.isAwaited) return
    this.#waiting += one
    this.#waitingBytes += one * entry.size
  }

  /** Whether `send()` alone has been called in this task: then all drops have been emitted. */
  #isQuiet(): boolean {
    const { task } = this.#world
    return task.kind === 'call' && !isTangled(task)
  }
}

export function idIn(data: unknown): number | null {
  const found = /^\{"id":(\d+)/.exec(String(data))
  return found && Number(found[1])
}
