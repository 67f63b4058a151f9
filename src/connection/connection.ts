import { socketError } from '../diagnostics.ts'
import { areCloseArguments } from './close-codes.ts'
import { ConnectionState, createCore, type Core } from './core.ts'
import type { SocketEvents } from './events.ts'
import type { CreateLifecycle, Lifecycle, Sharing } from './lifecycle-interface.ts'
import { createLifecycle } from './lifecycle.ts'
import type { NativeSocket, SocketOptions } from '../options/options.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import type { SendOptions, SendResult } from '../options/send-options.ts'
import {
  hasSameTarget,
  mergeOptions,
  resolveOptions,
  type ResolvedOptions,
} from '../options/resolve-options.ts'

/** A WebSocket connection that heals itself. `Message` is what it receives, as its schema has it. */
export class Connection<Message = any> extends ConnectionState<Message> {
  readonly #core: Core
  readonly #lifecycle: Lifecycle
  readonly #outbox: Outbox
  #given: SocketOptions
  #run = (action: () => void): void => {
    action()
    this.#core.events.drain()
  }

  /**
   * @param options - copied: what their owner does to them later changes nothing
   * @param create - for stores with the option `tabs`
   * @throws TypeError with a `code` that names the option at fault
   */
  constructor(options: SocketOptions<Message>, create: CreateLifecycle = createLifecycle) {
    super()
    this.#given = mergeOptions({}, options)
    const core = createCore(this, resolveOptions(this.#given))
    this.#core = core
    this.#outbox = createOutbox(core)
    this.#lifecycle = create(core, this.#outbox)
    if (core.options.autoConnect) this.connect()
  }

  /** Vue makes proxies of plain objects only, by this; one would have no access to private members. */
  get [Symbol.toStringTag](): string {
    return 'Connection'
  }

  /** The options in force, defaults filled in. */
  get options(): ResolvedOptions {
    return this.#core.options
  }

  /** Messages in the outbox. */
  get queued(): number {
    return this.#outbox.size()
  }

  /**
   * Messages sent whose arrival nothing has confirmed yet; `null` without receipts (see the option
   * `heartbeat.receipts`).
   */
  get unconfirmed(): number | null {
    return this.#outbox.inFlight.count()
  }

  /**
   * The native socket that is open or being opened. To read (`protocol`, `bufferedAmount`): the
   * connection does not notice what is done to it.
   */
  get native(): NativeSocket | null {
    return this.#lifecycle.native()
  }

  /** How it is shared with other tabs; `null` while it is not. */
  get sharing(): Sharing | null {
    return this.#lifecycle.sharing?.() ?? null
  }

  /** Whether messages flow. */
  get isOpen(): boolean {
    return this.status === 'open'
  }

  /** Calls `listener` with each event of this name, in order; returns its remover. */
  on<Name extends keyof SocketEvents>(
    event: Name,
    listener: (...args: SocketEvents<Message>[Name]) => void,
  ): () => void {
    return this.#core.events.on(event, listener)
  }

  /**
   * Attempts now, unless a link is open or being opened. Of the attempts that you ask for, by this,
   * `reconnect()` or another url, five within 5 s are free; the next one waits until `retryAt`.
   */
  connect(): void {
    this.#run(() => this.#lifecycle.connect())
  }

  /**
   * Replaces the link, or the attempt under way; without one it attempts now. Limited as `connect()`
   * is, so that a listener of `close` which calls it doesn't hammer the server.
   */
  reconnect(): void {
    this.#run(() => this.#lifecycle.reconnect())
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
      const details =
        process.env.NODE_ENV === 'production'
          ? { option: 'close' }
          : { option: 'close', value: `${String(code)} and "${String(reason ?? '').slice(0, 40)}"` }
      throw socketError('R0008', details, TypeError)
    }
    this.#run(() => this.#lifecycle.close(code, reason))
  }

  /**
   * Sends a message if a link is open, else queues it. Never throws: what can't be encoded is
   * dropped, with an `error` and a `drop` event.
   */
  send(data: any, options: SendOptions = {}): SendResult {
    const result = this.#outbox.post(data, options, this.#lifecycle.link())
    if (result === 'queued') this.#lifecycle.queued?.()
    this.#core.events.drain()
    return result
  }

  /**
   * Changes options at run time, group by group; `undefined` restores a default. Another url,
   * protocols, codec or `WebSocket` replaces the link; the rest holds from its next use.
   *
   * @throws TypeError as the constructor does; then nothing has changed
   */
  configure(patch: Partial<SocketOptions<Message>>): void {
    const given = mergeOptions(this.#given, patch)
    const options = resolveOptions(given)
    const hasNewTarget = !hasSameTarget(options, this.options)
    this.#given = given
    this.#core.options = options
    this.#outbox.redirect(options.url, this.#lifecycle.link())
    this.#run(() => this.#lifecycle.reconfigure(hasNewTarget))
  }

  /**
   * Clears the outbox, counters, latency, last values and, unless it is why the status is `failed`,
   * the error. The link goes on; what is in flight is not accounted for any more.
   */
  reset(): void {
    const last = { latency: null, lastMessage: null, lastReceivedAt: null, lastClose: null }
    Object.assign(this, { received: 0, sent: 0, ...last })
    if (this.status !== 'failed') this.#core.state.error = null
    this.#run(this.#outbox.reset)
  }

  /** Closes, and forgets all listeners; a disposed connection stays closed. */
  dispose(): void {
    this.#run(() => {
      this.#lifecycle.close()
      // Before the events: a listener must not connect again.
      this.#run = () => {}
      // What the queue held has its outcome first, also when a listener calls this.
      this.#core.events.defer(this.#outbox.reportLate)
      this.#core.events.defer(this.#core.events.clear)
    })
  }
}
