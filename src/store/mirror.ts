import { customRef, type Ref } from 'vue'
import type { CloseInfo, Connection, SocketError } from '../socket/index.ts'
import type { SocketStatus, SuspendedBy } from '../socket/index.ts'
import { MessageHandlers } from './message-handlers.ts'
import { MessageLog, type LogEntry } from './log.ts'

/** What a store shows of its connection, apart from the log. */
export interface MirroredState {
  status: SocketStatus
  attempts: number
  retryAt: number | null
  suspendedBy: SuspendedBy | null
  openedAt: number | null
  latency: number | null
  lastMessage: any
  lastClose: CloseInfo | null
  error: SocketError | null
  received: number
  sent: number
  queued: number
}

/** The state as refs. */
export type Cells = { readonly [Key in keyof MirroredState]: Ref<MirroredState[Key]> }

const initialState: Readonly<MirroredState> = {
  status: 'idle',
  attempts: 0,
  retryAt: null,
  suspendedBy: null,
  openedAt: null,
  latency: null,
  lastMessage: null,
  lastClose: null,
  error: null,
  received: 0,
  sent: 0,
  queued: 0,
}

/** What follows the connection's status. */
const statusKeys = ['status', 'attempts', 'retryAt', 'suspendedBy', 'openedAt'] as const

/** What may change with each message. */
const trafficKeys = ['lastMessage', 'received', 'sent', 'queued', 'error'] as const

/**
 * A connection's state as refs. Values are written at once, so that a direct read is never stale.
 * Readers of what changes with each message are triggered once per frame, all others at once.
 */
export class Mirror {
  readonly cells: Cells
  /** Tracks the log. */
  readonly logCell: Ref<null>
  readonly handlers: MessageHandlers = new MessageHandlers()
  readonly #log = new MessageLog()
  readonly #values: MirroredState = { ...initialState }
  /** What readers were last triggered for. */
  readonly #shown: MirroredState = { ...initialState }
  readonly #triggers = {} as Record<keyof MirroredState | 'log', () => void>
  #connection: Connection | null = null
  #unbind: (() => void)[] = []
  /** The connection's counts at the last reset. */
  #countedFrom = { received: 0, sent: 0 }
  #frame: unknown = null
  #isPaused = false

  constructor() {
    const cells = Object.keys(initialState).map((key) => [key, this.#makeCell(key as 'status')])
    this.cells = Object.fromEntries(cells) as Cells
    this.logCell = customRef((track, trigger) => {
      this.#triggers.log = trigger
      return { get: () => (track(), null), set: trigger }
    })
  }

  /** The log's entries, oldest first. */
  get entries(): LogEntry[] {
    return this.#isPaused ? [] : this.#log.entries()
  }

  /** Shows this connection from now on. */
  bind(connection: Connection): void {
    this.#connection = connection
    this.#countedFrom = { received: 0, sent: 0 }
    this.resizeLog()
    this.#unbind = [
      connection.on('status', () => this.sync()),
      connection.on('stable', () => this.sync()),
      connection.on('close', (close) => this.#show('lastClose', close)),
      connection.on('error', (error, raw) => this.#onError(error, raw)),
      connection.on('heartbeat', ({ latency }) => this.#show('latency', latency)),
      connection.on('ping', (raw) => this.#onHeartbeat('sent', raw)),
      connection.on('pong', (raw) => this.#onHeartbeat('received', raw)),
      connection.on('message', (message, raw) => this.#onMessage(message, raw)),
      connection.on('sent', (message, raw, at) => this.#onSent(message, raw, at)),
      connection.on('drop', () => this.#count()),
    ]
    this.sync()
  }

  /** Shows no connection any more. */
  unbind(): void {
    for (const remove of this.#unbind) remove()
    if (this.#frame !== null) {
      this.#connection!.options.timer.cancelFrame(this.#frame)
      this.#flush()
    }
    this.#connection = null
    for (const key of [...statusKeys, 'latency', 'queued'] as const) {
      this.#show(key, initialState[key])
    }
  }

  /** Copies what follows the status; for use after an action, whose events may still be waiting. */
  sync(): void {
    const connection = this.#connection
    if (connection === null) return
    for (const key of statusKeys) this.#show(key, connection[key])
    if (connection.latency === null) this.#show('latency', null)
    if (connection.error === null) this.#show('error', null)
    if (connection.queued !== this.#values.queued) this.#count()
  }

  fail(error: SocketError): void {
    this.#show('status', 'failed')
    this.#show('error', error)
  }

  /** Shows the initial state until `resume()`, whatever happens: for hydration. */
  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    for (const trigger of Object.values(this.#triggers)) trigger()
  }

  /** Clears log, counters, latency and last values; the connection goes on. */
  reset(): void {
    const { received = 0, sent = 0, status } = this.#connection ?? {}
    this.#countedFrom = { received, sent }
    for (const key of ['latency', 'lastMessage', 'lastClose', 'received', 'sent'] as const) {
      this.#show(key, initialState[key])
    }
    if (status !== 'failed') this.#show('error', null)
    this.clearLog()
  }

  clearLog(): void {
    this.#log.clear()
    this.#triggers.log()
  }

  /** Goes by the log options now in force. */
  resizeLog(): void {
    if (this.#connection) this.#log.resize(this.#connection.options.log)
  }

  #makeCell<Key extends keyof MirroredState>(key: Key): Ref<MirroredState[Key]> {
    return customRef((track, trigger) => {
      this.#triggers[key] = trigger
      return {
        get: () => {
          track()
          return (this.#isPaused ? initialState : this.#values)[key]
        },
        set: (value) => this.#show(key, value),
      }
    })
  }

  /** Writes a value and triggers its readers now. */
  #show<Key extends keyof MirroredState>(key: Key, value: MirroredState[Key]): void {
    this.#values[key] = value
    if (Object.is(this.#shown[key], value)) return
    this.#shown[key] = value
    this.#triggers[key]()
  }

  #onMessage(message: unknown, raw: unknown): void {
    const { receivedAt } = this.#connection!
    const entry = this.#log.add(receivedAt, 'received', 'message', raw, message)
    this.#values.lastMessage = message
    this.#count()
    this.handlers.call(message, entry)
  }

  #onSent(message: unknown, raw: unknown, at: number): void {
    this.#log.add(at, 'sent', 'message', raw, message)
    this.#count()
  }

  #onError(error: SocketError, raw: unknown): void {
    if (raw === undefined) {
      this.#show('error', error)
      return
    }
    this.#log.add(this.#connection!.receivedAt, 'received', 'invalid', raw, raw)
    this.#values.error = error
    this.#count()
  }

  #onHeartbeat(direction: LogEntry['direction'], raw: unknown): void {
    const { log, timer } = this.#connection!.options
    if (!log.heartbeats) return
    this.#log.add(timer.now(), direction, 'heartbeat', raw, raw)
    this.#count()
  }

  /** Brings the counters up to date; their readers hear of it at the next frame. */
  #count(): void {
    const { received, sent, queued, options } = this.#connection!
    this.#values.received = received - this.#countedFrom.received
    this.#values.sent = sent - this.#countedFrom.sent
    this.#values.queued = queued
    this.#frame ??= options.timer.requestFrame(this.#flush)
  }

  readonly #flush = (): void => {
    this.#frame = null
    for (const key of trafficKeys) this.#show(key, this.#values[key])
    this.#triggers.log()
  }
}
