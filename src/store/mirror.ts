import { skipHydrate } from 'pinia'
import { customRef, type Ref } from 'vue'
import { ConnectionState } from '../connection/core.ts'
import type { Connection } from '../connection/connection.ts'
import type { SocketError } from '../diagnostics.ts'
import { pageFrames } from '../timers/index.ts'
import { MessageLog, type LogEntry } from './log.ts'
import type { ResolvedLog } from './plugin-options.ts'

type Shown = ConnectionState & Pick<Connection, 'queued' | 'unconfirmed'>

/** What a store shows of its connection, apart from the log. */
export type MirroredState = { -readonly [Key in keyof Shown]: Shown[Key] }

/** The state as refs. */
export type Cells = { readonly [Key in keyof MirroredState]: Ref<MirroredState[Key]> }

const initialState = { ...new ConnectionState(), queued: 0, unconfirmed: null }

const keys = Object.keys(initialState) as (keyof MirroredState)[]
const statusKeys = [
  'status',
  'attempts',
  'retryAt',
  'suspendedBy',
  'openedAt',
  'protocol',
  'recovered',
] as const

/** What a reset clears. */
const resetKeys = [
  'received',
  'sent',
  'latency',
  'lastMessage',
  'lastReceivedAt',
  'lastClose',
] as const

/** How long the readers of a message wait for a frame while further messages come, in ms. */
const MAX_WAIT = 250

/**
 * A connection's state as refs. They read the connection itself, so that they are never stale. The
 * mirror decides when their readers are triggered: once per frame for what each message may change,
 * at once for everything else.
 */
export class Mirror {
  readonly cells: Cells
  readonly log: Ref<LogEntry[]>
  /** The entry of the message that is being emitted, for the listeners that come after the mirror. */
  lastEntry: LogEntry | null = null
  readonly #log = new MessageLog()
  readonly #triggers: Record<string, () => void> = {}
  /** What readers were last triggered for. */
  readonly #shown: Record<string, unknown> = { ...initialState }
  /** Shown instead of the connection's own values, until these change. */
  #own: Partial<Record<keyof MirroredState, unknown>> = {}
  #connection: Connection | null = null
  /** For timer services without frames. */
  readonly #requestFrame = pageFrames()
  #cancelFrame: (() => void) | null = null
  /** Since when the frame has been waited for, by the time of messages. */
  #requestedAt: number | undefined
  #isPaused = false

  constructor() {
    this.cells = Object.fromEntries(
      keys.map((key) => [key, skipHydrate(this.#cell(key, () => this.#read(key)))]),
    ) as Cells
    this.log = this.#cell('log', () => (this.#isPaused ? [] : this.#log.entries()))
  }

  /** The log options in force. */
  get logOptions(): ResolvedLog {
    return this.#log.options
  }

  /** Shows this connection from now on. */
  bind(connection: Connection): void {
    this.#connection = connection
    const onHeartbeat = (direction: LogEntry['direction'], raw: unknown): void => {
      if (!this.#log.options.heartbeats) return
      this.#add(connection.options.timer.now(), direction, 'heartbeat', raw, raw)
    }

    /** From now on these show again what the connection has. */
    const renew = (...changed: (keyof MirroredState)[]): void => {
      for (const key of changed) this.#own[key] = undefined
      this.flush()
    }
    connection.on('status', () => {
      if (connection.error === null) this.#own.error = undefined
      renew(...statusKeys)
    })
    connection.on('stable', () => renew())
    connection.on('leader', () => renew('isLeader'))
    connection.on('close', () => renew('lastClose'))
    connection.on('heartbeat', () => renew('latency'))
    connection.on('suspect', () => renew('suspectedAt'))
    connection.on('error', (_, raw) => {
      this.#own.error = this.#own.lastReceivedAt = undefined
      if (raw === undefined) this.flush()
      else this.#add(connection.lastReceivedAt!, 'received', 'invalid', raw, raw)
    })
    connection.on('message', (message, raw) => {
      this.#own.lastMessage = this.#own.lastReceivedAt = this.#own.received = undefined
      this.lastEntry = this.#add(connection.lastReceivedAt!, 'received', 'message', raw, message)
    })
    connection.on('sent', (message, raw, at) => {
      this.#own.sent = undefined
      this.#add(at, 'sent', 'message', raw, message)
    })
    connection.on('drop', () => {
      const { queued, unconfirmed } = this.#shown
      if (connection.queued !== queued || connection.unconfirmed !== unconfirmed) this.mark()
    })
    connection.on('ping', (raw) => onHeartbeat('sent', raw))
    connection.on('pong', (raw) => onHeartbeat('received', raw))
    this.flush()
  }

  /** Shows nothing more of the connection, which is about to be disposed of. */
  unbind(): void {
    this.#connection = this.lastEntry = null
    this.#own = {}
    this.clearLog()
    this.flush()
  }

  /** For hydration: shows the initial state until `resume()`. */
  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#triggers.log!()
    this.flush()
  }

  /** Shows why options were refused; without a connection the status is then `failed`. */
  refuse(error: SocketError): void {
    this.#own.error = error
    if (this.#connection === null) this.#own.status = 'failed'
    this.flush()
  }

  /** Options were accepted after others were refused. */
  accept(): void {
    if (this.#own.error) this.#own.status = this.#own.error = undefined
    this.flush()
  }

  /** Clears the log, and what the connection clears. */
  reset(): void {
    for (const key of resetKeys) this.#own[key] = undefined
    if (this.#read('status') !== 'failed') this.#own.error = undefined
    this.#connection?.reset()
    this.clearLog()
    this.flush()
  }

  clearLog(): void {
    this.#log.clear()
    this.#triggers.log!()
  }

  /** Keeps as much as these options allow, from now on. */
  setLog(options: ResolvedLog): void {
    this.#log.resize(options)
    this.#triggers.log!()
  }

  /**
   * Readers are triggered at the next frame.
   *
   * @param at - when the message came that changes something. One that finds a request unanswered
   *   for too long answers it: a window that others cover counts as visible, and gets no frames.
   */
  mark(at?: number): void {
    if (!this.#connection) return
    if (!this.#cancelFrame) {
      this.#cancelFrame = this.#request(this.flush)
      this.#requestedAt = at
    } else if (at !== undefined) {
      this.#requestedAt ??= at
      // A clock that was set back says nothing about the age of the request.
      if (at < this.#requestedAt || at - this.#requestedAt > MAX_WAIT) this.flush()
    }
  }

  /** Triggers the readers of all that has changed. */
  readonly flush = (): void => {
    if (this.#cancelFrame) {
      this.#cancelFrame()
      this.#cancelFrame = null
      this.#triggers.log!()
    }
    for (const key of keys) {
      const value = this.#read(key)
      if (Object.is(this.#shown[key], value)) continue
      this.#shown[key] = value
      this.#triggers[key]!()
    }
  }

  #cell<Value>(name: string, get: () => Value): Ref<Value> {
    return customRef((track, trigger) => {
      this.#triggers[name] = trigger
      return {
        get: () => {
          track()
          return get()
        },
        // Hot module replacement writes what it has read.
        set: (value) => {
          if (value !== get()) this.#own[name as keyof MirroredState] = value
          this.flush()
        },
      }
    })
  }

  /** Requests a frame; returns what cancels the request. */
  #request(fn: () => void): () => void {
    const { timer } = this.#connection!.options
    if (!timer.requestFrame) return this.#requestFrame(fn)
    const frame = timer.requestFrame(fn)
    return () => timer.cancelFrame?.(frame)
  }

  #read(key: keyof MirroredState): any {
    if (this.#isPaused) return initialState[key]
    const own = this.#own[key]
    if (own !== undefined) return own
    return (this.#connection ?? initialState)[key]
  }

  #add(
    at: number,
    direction: LogEntry['direction'],
    kind: LogEntry['kind'],
    raw: unknown,
    data: unknown,
  ): LogEntry {
    const entry = this.#log.add(at, direction, kind, raw, data)
    this.mark(at)
    return entry
  }
}
