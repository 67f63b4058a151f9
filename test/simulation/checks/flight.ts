import type { DropReason } from 'vue-heartbeat-socket/socket'
import { PING } from '../server.ts'
import type { EventType, NativeSocket } from '../native-socket.ts'
import type { Call, Place } from '../scenario.ts'
import type { Checker, World } from './checker.ts'
import { idIn } from './ledger.ts'
import { linkEndOf } from './link-end.ts'
import { Losses } from './losses.ts'
import { bytesOf, createMessage, type Message } from './message.ts'

/** Of so many unanswered pings it is known what went out before them. */
const MAX_KEPT = 32

/**
 * What the design says of messages in flight, written down a second time. I5: each has one outcome,
 * told once, after `close`, and none only where section 6 says so; it is confirmed only if it has
 * arrived. I7: what waits and what is in flight stay within the outbox's bounds.
 */
export class Flight implements Checker {
  /** The ping that went out last was due because of what is in flight. */
  isReceipt = false
  /** When a ping went out, or could not be made. */
  pingedAt = -Infinity
  /** Whether the present url has ever answered a ping. */
  hasAnswered = false
  readonly #world: World
  readonly #messages = new Map<number, Message>()
  readonly #arrived = new Set<number>()
  /** Oldest first. The engine may have dropped some of the first that wait, and not yet said so. */
  #waiting: Message[] = []
  #inFlight: Message[] = []
  readonly #losses: Losses
  /** Links that were healthy until the client closed them. */
  readonly #orderly = new Set<NativeSocket>()
  readonly #aborted = new Set<number>()
  readonly #calls: Call[] = []
  /** Of the link of now: how many messages went out before each unanswered ping, and so far. */
  #pings: number[] = []
  #order = 0
  #socket: NativeSocket | null = null
  #url: unknown
  #mayReport = false
  /** A `send()` has not returned. */
  #isSending = false

  constructor(world: World) {
    this.#world = world
    const { connection } = world
    connection.on('drop', ({ data, reason }) => this.#drops(idIn(data), reason))
    this.#losses = new Losses(world)
  }

  get pingsOut(): number {
    return this.#pings.length
  }

  /** The oldest message in flight. */
  get oldest(): Readonly<Message> | undefined {
    return this.#inFlight[0]
  }

  get newest(): Readonly<Message> | undefined {
    return this.#inFlight.at(-1)
  }

  get isHalfFull(): boolean {
    const { maxMessages, maxBytes } = this.#world.connection.options.outbox
    return this.#inFlight.length * 2 >= maxMessages || bytesOf(this.#inFlight) * 2 >= maxBytes
  }

  /** Whether the answer to a ping confirms what went out before it. */
  get hasReceipts(): boolean {
    const { heartbeat, outbox } = this.#world.connection.options
    const { interval, message, receipts } = heartbeat
    return interval < Infinity && message !== null && receipts !== false && outbox.maxMessages > 0
  }

  // What is called.

  calls(call: Call): void {
    this.#noteUrl()
    this.#follow()
    this.#calls.push(call)
    if (call !== 'reset' || this.#world.isDisposed) return
    for (const message of this.#inFlight.splice(0)) message.end = 'let go'
  }

  called(): void {
    this.#calls.pop()
    this.#noteUrl()
    this.#follow()
    this.#mustAgree()
  }

  callsInDrop(): void {
    this.#mayReport = true
  }

  throws(place: Place): void {
    if (place === 'message()') this.pingedAt = this.#world.clock.time
  }

  sends(id: number, data: string, mayWait: boolean): void {
    this.#messages.set(id, createMessage(id, data.length, mayWait))
    this.#isSending = true
  }

  returned(id: number, result: string): void {
    const message = this.#messages.get(id)!
    this.#isSending = false
    if (result !== 'queued' || message.socket || message.end) return
    this.#waiting.push(message)
    this.#makeRoom()
  }

  aborts(id: number): void {
    const message = this.#messages.get(id)!
    const isHere = this.#inFlight.includes(message) || this.#queued.includes(message)
    if (isHere) this.#aborted.add(id)
    this.#remove(message)
  }

  // What goes over the wire.

  constructed(socket: NativeSocket): void {
    this.#socket = socket
    this.#pings = []
    this.#order = 0
    this.pingedAt = -Infinity
  }

  sent(socket: NativeSocket, data: unknown): void {
    if (socket !== this.#socket) return
    if (data === PING) this.#ping()
    const id = idIn(data)
    const message = id === null ? undefined : this.#messages.get(id)
    if (message) this.#sends(message)
  }

  arrived(_: NativeSocket, data: unknown): void {
    const id = idIn(data)
    if (id !== null) this.#arrived.add(id)
  }

  dispatching(socket: NativeSocket, type: EventType, { data }: { readonly data?: string }): void {
    const { connection } = this.#world
    if (type !== 'message' || socket !== this.#socket || socket.isClosed) return
    if (connection.isOpen && data === connection.options.heartbeat.pong) this.#pong()
  }

  judges(isPong: boolean): void {
    const { connection } = this.#world
    if (isPong && connection.isOpen && this.#socket?.isClosed === false) this.#pong()
  }

  closed(socket: NativeSocket): void {
    if (socket !== this.#socket || !this.#world.connection.isOpen) return
    if (socket.isHealthy) this.#orderly.add(socket)
    const { connection, ledger } = this.#world
    const how = linkEndOf(this.#world, socket, this.#calls.at(-1), this.#url)
    const isLost = how === 'lost' || how === 'for another url' || connection.suspectedAt !== null
    const isTold = isLost && this.hasReceipts && this.hasAnswered
    const messages = this.#inFlight.splice(0)
    const mayResend = connection.options.outbox.resend && (how === 'lost' || how === 'page')
    this.#losses.add(isTold && !mayResend ? messages.map(({ id }) => id) : [])
    this.#pings = []
    if (mayResend) {
      this.#waiting.unshift(...messages)
      ledger.waitAgain(messages.map(({ id }) => id))
    } else if (!isTold) {
      for (const message of messages) message.end = 'let go'
    }
  }

  taskEnds(): void {
    const { clock } = this.#world
    this.#noteUrl()
    this.#mustAgree()
    // What is dropped while a listener hears of another drop is reported in a later task.
    if (this.#mayReport && clock.pendingShort > 0) return
    this.#losses.mustBeTold()
  }

  /** What has never arrived has been told, unless it need not be, or was sent over a healthy link. */
  ends(): void {
    for (const { id, socket, mayWait, end } of this.#messages.values()) {
      if (!socket || this.#arrived.has(id)) continue
      const isHealthy = this.#orderly.has(socket) && !socket.isDumb && !socket.isGone
      if (isHealthy || (mayWait && end === null)) {
        this.#world.journal.breaks('I12', `${id} never arrived, and nothing was said of it`)
      }
    }
  }

  // A message's way.

  #sends(message: Message): void {
    const { clock, connection } = this.#world
    this.#remove(message)
    message.socket = this.#socket
    if (!message.mayWait) return
    if (!this.hasReceipts || message.size > connection.options.outbox.maxBytes) {
      message.end = 'let go'
      return
    }
    message.order = ++this.#order
    message.sentAt = clock.time
    message.clockSteps = clock.steps
    this.#inFlight.push(message)
    this.#makeRoom()
  }

  /** The engine's own queue: the newest of those that wait here. */
  get #queued(): readonly Message[] {
    const { queued } = this.#world.connection
    return queued ? this.#waiting.slice(-queued) : []
  }

  /** The oldest in flight make room for what waits. */
  #makeRoom(): void {
    const { maxMessages, maxBytes } = this.#world.connection.options.outbox
    const { queued } = this.#world.connection
    const bytes = bytesOf(this.#queued)
    const isOver = () =>
      this.#inFlight.length + queued > maxMessages || bytesOf(this.#inFlight) + bytes > maxBytes
    while (this.#inFlight[0] && isOver()) this.#inFlight.shift()!.end = 'let go'
  }

  /** Until `send()` returns it is unknown for what the engine has made room already. */
  #follow(): void {
    const count = this.#world.connection.unconfirmed ?? Infinity
    while (this.#isSending && this.#inFlight.length > count) this.#inFlight.shift()!.end = 'let go'
  }

  #ping(): void {
    const { clock, connection } = this.#world
    const { receipts } = connection.options.heartbeat
    const { oldest } = this
    const waited = oldest ? clock.time - Math.max(oldest.sentAt, this.pingedAt) : -1
    const isDue = waited >= Number(receipts) - 1 || oldest?.clockSteps !== clock.steps
    const isWanted = oldest !== undefined && this.hasReceipts && this.pingsOut === 0
    this.isReceipt = isWanted && (isDue || this.isHalfFull)
    this.pingedAt = clock.time
    this.#pings.push(this.hasReceipts ? this.#order : 0)
  }

  /** The n-th pong answers the n-th ping, and confirms what went out before that one. */
  #pong(): void {
    if (this.pingsOut === 0) return
    const isKept = this.pingsOut <= MAX_KEPT
    const before = this.#pings.shift()!
    this.hasAnswered = true
    while (isKept && this.#inFlight[0] && this.#inFlight[0].order <= before) {
      const message = this.#inFlight.shift()!
      message.end = 'confirmed'
      if (this.#arrived.has(message.id) || this.#socket!.isLying) continue
      this.#world.journal.breaks('I5', `${message.id} is confirmed, and has not arrived`)
    }
  }

  #drops(id: number | null, reason: DropReason): void {
    const message = id === null ? undefined : this.#messages.get(id)
    if (!message) return
    const { journal } = this.#world
    if (message.end) journal.breaks('I5', `${id} is ${message.end}, and dropped as ${reason}`)
    const isWaiting = this.#waiting.includes(message)
    const isHere = reason === 'aborted' ? this.#aborted.has(id!) || isWaiting : isWaiting
    if (reason === 'unconfirmed' && !isWaiting) this.#losses.told(message.id)
    else if (!isHere && message.socket) journal.breaks('I5', `${id} is dropped as ${reason}`)
    else if (isWaiting && !message.socket === (reason === 'unconfirmed')) {
      journal.breaks('I5', `${id}, ${message.socket ? '' : 'not '}sent, is dropped as ${reason}`)
    }
    this.#remove(message)
    message.end = 'dropped'
  }

  #remove(message: Message): void {
    this.#waiting = this.#waiting.filter((one) => one !== message)
    this.#inFlight = this.#inFlight.filter((one) => one !== message)
  }

  #mustAgree(): void {
    const { connection, journal } = this.#world
    const count = this.hasReceipts ? this.#inFlight.length : null
    const { unconfirmed } = connection
    if (unconfirmed !== count) {
      journal.breaks('I5', `${unconfirmed} are unconfirmed, ${count} in flight`)
    }
  }

  /** Another url has not answered yet; nor has one that comes after a time without any. */
  #noteUrl(): void {
    const { options, status } = this.#world.connection
    if (options.url !== this.#url || status === 'idle') this.hasAnswered = false
    this.#url = options.url
  }
}
