import type { DropReason } from 'vue-heartbeat-socket/socket'
import type { EventType, NativeSocket } from '../native-socket.ts'
import type { Call } from '../scenario.ts'
import { LOGIN, PONG, SERVER_PING } from '../server.ts'
import { isTangled, type Checker, type World } from './checker.ts'

/** A message on its way out. */
interface Entry {
  readonly size: number
  /** The url that it was meant for, and how often that had changed by then. */
  readonly url: unknown
  readonly urls: number
  /** How often there had been no url any more; `null` where events were still to come. */
  readonly logouts: number | null
  readonly at: number
  readonly clockSteps: number
  /** How often it went out natively. */
  sent: number
  /** What became of it, as told by events and by what `send()` returned. */
  told?: 'sent' | 'dropped'
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
  /** Dropped when sent from inside a `drop` listener, which is reported in a later task. */
  readonly #late = new Set<number>()
  #hasDropped = false
  /** The url that each link was asked for. */
  readonly #urlOf = new Map<NativeSocket, unknown>()
  #lastSent = -1
  #waiting = 0
  #waitingBytes = 0
  #received = 0
  #urls = 0
  #logouts = 0

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('sent', (data) => this.#isTold(idIn(data), 'sent'))
    connection.on('drop', ({ data, reason }) => {
      const id = idIn(data)
      this.#hasDropped = true
      if (!this.#late.has(id!)) this.#mayDrop(id, reason)
      this.#late.delete(id!)
      this.#isTold(id, 'dropped')
    })
    connection.on('status', ({ status }) => (this.#logouts += Number(status === 'idle')))
    connection.on('message', (_, raw) => this.#arrives(raw))
    connection.on('error', (_, raw) => raw !== undefined && this.#arrives(raw))
  }

  taskBegins(): void {
    this.#hasDropped = false
  }

  calls(call: Call): void {
    if (call.startsWith('url')) this.#urls++
  }

  // The way out.

  sends(id: number, data: string): void {
    const { clock, connection, task } = this.#world
    const url = connection.options.url
    const logouts = isTangled(task) ? null : this.#logouts
    const at = { at: clock.time, clockSteps: clock.steps, urls: this.#urls, logouts }
    const entry = { size: data.length, url, sent: 0, ...at }
    this.#entries.set(id, entry)
    this.#waits(entry, 1)
    this.#touched.push(id)
  }

  returned(id: number, result: string): void {
    const entry = this.#entries.get(id)!
    const { connection, journal, task } = this.#world
    entry.returned = result
    if (result === 'sent' && entry.sent !== 1) journal.breaks('I5', `${id} "sent" but is not`)
    // What `send()` itself told of may have made the user call what set the queue flowing.
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

  dialled(socket: NativeSocket): void {
    this.#urlOf.set(socket, this.#world.connection.options.url)
  }

  sent(socket: NativeSocket, data: unknown): void {
    const { journal, clock, connection, task } = this.#world
    if (socket.isToldToClose && data !== LOGIN) {
      journal.breaks('I2', `something is sent on ${socket.id}, which has ended`)
    }
    const id = idIn(data)
    const entry = id === null ? undefined : this.#entries.get(id)
    if (id === null || !entry) return
    entry.sent++
    const { url, outbox } = connection.options
    if (entry.sent > 1) journal.breaks('I5', `${id} is sent twice`)
    if (socket.readyState !== 1) journal.breaks('I5', `${id} is sent on a socket that is not open`)
    if (id < this.#lastSent) journal.breaks('I6', `${id} is sent after ${this.#lastSent}`)
    this.#lastSent = id
    // Last words go over a link whose url is no longer the present one.
    const isMeant = entry.url === this.#urlOf.get(socket)
    if (!isMeant && (entry.url !== url || !isTangled(task))) {
      journal.breaks('I11', `${id} goes to another url`)
    }
    if (entry.logouts !== null && entry.logouts !== this.#logouts) {
      journal.breaks('I11', `${id} was sent before a logout`)
    }
    const age = clock.time - entry.at
    if (entry.clockSteps === clock.steps && age > outbox.maxAge) {
      journal.breaks('I7', `${id} is sent when ${age} ms old`)
    }
  }

  // The way in.

  dispatching(socket: NativeSocket, type: EventType, { data }: { readonly data?: string }): void {
    const number = type === 'message' && !socket.isToldToClose ? numberIn(data) : null
    if (number !== null) socket.untold.push(number)
  }

  took(message: unknown): void {
    const raw = typeof message === 'string' ? message : JSON.stringify(message)
    this.#isNext(raw)
  }

  taskEnds(): void {
    const { clock, connection, journal, sockets } = this.#world
    if (this.#world.isDisposed) return
    for (const id of this.#touched.splice(0)) this.#isSettled(id)
    const waiting = this.#waiting - this.#late.size
    if (connection.queued !== waiting) {
      journal.breaks('I5', `${connection.queued} are queued, ${waiting} have no outcome`)
    }
    if (clock.pending === 0 && this.#late.size > 0) {
      journal.breaks('I5', `${this.#late.size} are dropped, and no timer will tell`)
    }
    const untold = sockets.at(-1)?.untold ?? []
    if (connection.isOpen && untold.length > 0) {
      journal.breaks('I6', `message ${untold[0]} reaches nobody`)
    }
    if (connection.received !== this.#received) {
      journal.breaks('I6', `${connection.received} received, ${this.#received} told`)
    }
  }

  #isTold(id: number | null, outcome: 'sent' | 'dropped'): void {
    const entry = id === null ? undefined : this.#entries.get(id)
    if (!entry) return
    if (entry.told) this.#world.journal.breaks('I5', `${id} is ${entry.told}, and ${outcome}`)
    if ((outcome === 'sent') !== entry.sent > 0) {
      this.#world.journal.breaks('I5', `${id} is told to be ${outcome}, which is not so`)
    }
    entry.told = outcome
    this.#waits(entry, -1)
    this.#touched.push(id!)
  }

  /** What was promised by `send()` must agree with what was told. */
  #isSettled(id: number): void {
    const { told, returned } = this.#entries.get(id)!
    if (returned === 'dropped' && told === undefined && this.#hasDropped) {
      this.#late.add(id)
      return
    }
    const agrees = returned === 'queued' ? true : returned === undefined || returned === told
    if (!agrees) this.#world.journal.breaks('I5', `${id} ${returned}, but told to be ${told}`)
  }

  #mayDrop(id: number | null, reason: DropReason): void {
    const { connection, journal, clock, task } = this.#world
    const entry = id === null ? undefined : this.#entries.get(id)
    if (!entry || isTangled(task)) return
    const { status, options } = connection
    const age = clock.time - entry.at
    const isTrue =
      reason === 'closed' || reason === 'failed'
        ? status === reason || task.calls.length > 0
        : reason === 'other-url' || reason === 'no-url'
          ? entry.urls !== this.#urls || status === 'idle'
          : reason === 'expired'
            ? age > options.outbox.maxAge || entry.clockSteps !== clock.steps
            : reason === 'not-open'
              ? options.outbox.maxMessages === 0
              : reason !== 'unsendable'
    if (!isTrue) journal.breaks('I5', `${id} is dropped as ${reason}, which is not so`)
  }

  #waits(entry: Entry, one: 1 | -1): void {
    this.#waiting += one
    this.#waitingBytes += one * entry.size
  }

  /** Whether `send()` alone has been called in this task: then all drops have been told. */
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
    if (!from || from.isToldToClose) {
      journal.breaks('I2', `a message of a link that has ended is told: ${String(raw)}`)
      return
    }
    const next = from.untold.shift()
    if (next !== number) journal.breaks('I6', `${number} is told, ${String(next)} is the next`)
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
