import { socketError, type SocketError } from '../diagnostics.ts'
import { areCloseArguments } from './close-codes.ts'
import type { CloseInfo } from './close-info.ts'
import { Dialler } from './dialler.ts'
import { Emitter } from './emitter.ts'
import type { SendResult, SocketEvents } from './events.ts'
import { Mailbox } from './mailbox.ts'
import type { SocketOptions } from './options.ts'
import {
  hasSameTarget,
  mergeOptions,
  resolveOptions,
  type ResolvedOptions,
} from './resolve-options.ts'
import type { SocketStatus, SuspendedBy } from './status.ts'

/** A WebSocket connection that heals itself. */
export class Connection {
  readonly #events = new Emitter<SocketEvents>()
  readonly #dialler: Dialler
  readonly #mailbox: Mailbox
  #given: SocketOptions
  #options: ResolvedOptions
  #isDisposed = false
  #lastMessage: unknown = null
  #received = 0
  #receivedAt = 0
  #sent = 0

  /** @throws TypeError with a `code` that names the option at fault */
  constructor(options: SocketOptions) {
    this.#given = options
    this.#options = resolveOptions(options)
    this.#dialler = this.#makeDialler()
    this.#mailbox = this.#makeMailbox()
    this.#mailbox.redirect(options.url)
    if (this.#options.autoConnect) this.connect()
  }

  /** The options in force, defaults filled in. */
  get options(): ResolvedOptions {
    return this.#options
  }
  get status(): SocketStatus {
    return this.#dialler.status
  }
  /** Dials begun since the last stable opening, the current one included; 0 once stable. */
  get attempts(): number {
    return this.#dialler.attempts
  }
  /** When the next dial is due, in epoch ms. */
  get retryAt(): number | null {
    return this.#dialler.schedule.retryAt
  }
  /** What keeps a `suspended` connection from dialling. */
  get suspendedBy(): SuspendedBy | null {
    return this.#dialler.schedule.suspendedBy
  }
  /** When the open link opened, in epoch ms. */
  get openedAt(): number | null {
    return this.#dialler.openedAt
  }
  /** How long the last heartbeat of the open link took to be answered, in ms. */
  get latency(): number | null {
    return this.#dialler.latency
  }
  get lastMessage(): any {
    return this.#lastMessage
  }
  get lastClose(): CloseInfo | null {
    return this.#dialler.lastClose
  }
  /** What went wrong last; `null` again at the next opening. */
  get error(): SocketError | null {
    return this.#dialler.error
  }
  /** Messages received; heartbeats are not counted. */
  get received(): number {
    return this.#received
  }
  /** When the last message was received, in epoch ms; 0 before the first. */
  get receivedAt(): number {
    return this.#receivedAt
  }
  /** Messages sent; heartbeats are not counted. */
  get sent(): number {
    return this.#sent
  }
  /** Messages in the outbox. */
  get queued(): number {
    return this.#mailbox.size
  }
  /** Whether messages flow. */
  get isOpen(): boolean {
    return this.status === 'open'
  }

  /** Calls `listener` with each event of this name, in order; returns its remover. */
  on<Name extends keyof SocketEvents>(
    event: Name,
    listener: (...args: SocketEvents[Name]) => void,
  ): () => void {
    return this.#events.on(event, listener)
  }

  /** Dials now, unless a link is open or being opened. */
  connect(): void {
    if (!this.#isDisposed) this.#dialler.connect()
    this.#events.drain()
  }

  /**
   * Closes for good: only `connect()` and `reconnect()` open it again. The outbox is emptied.
   *
   * @param code - 1000 or 3000 to 4999
   * @param reason - at most 123 bytes in UTF-8
   * @throws TypeError for a code or reason out of range
   */
  close(code?: number, reason?: string): void {
    if (!areCloseArguments(code, reason)) {
      const value = `${String(code)}, ${String(reason).slice(0, 40)}`
      throw socketError('HEARTBEAT_SOCKET_R0008', { option: 'close', value }, TypeError)
    }
    this.#dialler.close(code, reason)
    this.#events.drain()
  }

  /** Replaces the link, or the dial under way; without one it dials now. */
  reconnect(): void {
    if (!this.#isDisposed) this.#dialler.reconnect()
    this.#events.drain()
  }

  /**
   * Sends a message if a link is open, else queues it. Never throws: what can't be encoded is
   * dropped, with an `error` and a `drop` event.
   */
  send(data: any): SendResult {
    const result = this.#mailbox.post(data)
    this.#events.drain()
    return result
  }

  /**
   * Changes options at run time, group by group; `undefined` restores a default. Another url,
   * protocols, codec or `WebSocket` replaces the link; the rest holds from its next use.
   *
   * @throws TypeError as the constructor does; then nothing has changed
   */
  configure(patch: Partial<SocketOptions>): void {
    const given = mergeOptions(this.#given, patch)
    const options = resolveOptions(given)
    const hasNewTarget = !hasSameTarget(options, this.#options)
    this.#given = given
    this.#options = options
    this.#mailbox.redirect(options.url)
    this.#dialler.reconfigure(hasNewTarget)
    this.#events.drain()
  }

  /** Closes, and forgets all listeners; a disposed connection stays closed. */
  dispose(): void {
    this.#isDisposed = true
    this.close()
    this.#events.clear()
  }

  #makeDialler(): Dialler {
    const optionsOf = () => this.#options
    return new Dialler({
      get options() {
        return optionsOf()
      },
      events: this.#events,
      arrived: (raw, at) => this.#arrived(raw, at),
      flowing: (link) => this.#mailbox.flush(link),
      over: (reason) => this.#mailbox.clear(reason),
    })
  }

  #makeMailbox(): Mailbox {
    const dialler = this.#dialler
    const optionsOf = () => this.#options
    return new Mailbox({
      get options() {
        return optionsOf()
      },
      get openLink() {
        return dialler.openLink
      },
      get refusal() {
        return dialler.status === 'closed' || dialler.status === 'failed' ? dialler.status : null
      },
      sent: ({ data, raw }, at) => {
        this.#sent++
        this.#events.enqueue('sent', data, raw, at)
      },
      dropped: ({ data }, reason) => this.#events.enqueue('drop', { data, reason }),
      unsendable: (error) => dialler.tellError(error),
    })
  }

  #arrived(raw: unknown, at: number): void {
    this.#received++
    this.#receivedAt = at
    try {
      this.#lastMessage = this.#options.codec.decode(raw)
    } catch (cause) {
      this.#dialler.tellError(socketError('HEARTBEAT_SOCKET_R0004', { cause }), raw)
      this.#events.drain()
      return
    }
    this.#events.emit('message', this.#lastMessage, raw)
  }
}
