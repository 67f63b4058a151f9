import { socketError, type SocketError } from '../diagnostics.ts'
import { isBinaryType } from '../options/checks.ts'
import { ABNORMAL, awaitClose, createCloseEvent, type Closing } from './closing.ts'
import { Connection } from '../connection/connection.ts'
import type { StatusChange } from '../connection/events.ts'
import { createRetryCount, isPageAway } from '../connection/retry-count.ts'
import type { NativeSocket, RawData, SocketOptions } from '../options/options.ts'
import { byteLength } from '../options/raw-data.ts'
import { ReceivedEvent } from './received-event.ts'
import {
  SETTABLE,
  delayAfter,
  resolveReconnectingOptions,
  toSocketOptions,
  type ReconnectingSettings,
  type ReconnectingWebSocketOptions,
} from './reconnecting-options.ts'
import * as argument from './websocket-arguments.ts'
import { completeInterface, WebSocketTarget } from './websocket-target.ts'

/**
 * A `WebSocket` that heals itself: the interface of the standard (WHATWG WebSockets, section 3) over
 * a `Connection`. `readyState` is CONNECTING while it retries, and CLOSED only when it will not.
 */
export class ReconnectingWebSocket extends WebSocketTarget {
  /** Whether every `ReconnectingWebSocket` logs its changes of state. @default false */
  static debugAll = false

  declare debug: boolean
  declare reconnectInterval: number
  declare maxReconnectInterval: number
  declare reconnectDecay: number
  declare timeoutInterval: number
  declare maxReconnectAttempts: number | null

  readonly #connection: Connection
  readonly #address: string | undefined
  #settings: ReconnectingSettings
  /** Retries since the last opening. */
  readonly #retries = createRetryCount()
  #wasFrozen = false
  /** The native socket of the newest opening. */
  #native: NativeSocket | null = null
  /** Bytes given to `send()` while closing or closed. */
  #discarded = 0
  #reportedError: SocketError | null = null
  /** Whether a loss was reported since the last opening: later ones are failed retries. */
  #isLossReported = false
  #isConstructed = false
  /** While `close()` waits for the server's answer: ends the wait. */
  #endWait: (() => void) | undefined

  /**
   * @param url - as for a `WebSocket`, or a function that returns it, called for every attempt
   * @throws DOMException `SyntaxError` for a wrong url or wrong protocols, `SecurityError` for `ws:`
   *   from an https page; TypeError with a `code` for an option that is wrong or unknown
   */
  constructor(
    url: NonNullable<SocketOptions['url']>,
    protocols: SocketOptions['protocols'] | null = undefined,
    options: ReconnectingWebSocketOptions | null = null,
  ) {
    argument.require(arguments)
    super()
    this.#settings = resolveReconnectingOptions(options ?? {})
    const names = typeof protocols === 'function' ? protocols : argument.toProtocols(protocols)
    this.#address = typeof url === 'function' ? undefined : argument.toUrl(url)
    const { reconnect, ...rest } = toSocketOptions(this.#settings)
    const connection: Connection = new Connection({
      ...rest,
      url: (context) => {
        this.#retries.add(this.#wasFrozen || isPageAway(connection.options.page))
        return typeof url === 'function' ? url(context) : this.#address
      },
      protocols: names,
      reconnect: {
        ...reconnect,
        delay: () => delayAfter(this.#retries.made(), connection.options),
        shouldReconnect: (close) =>
          !this.#retries.isUsedUp(this.#settings.maxReconnectAttempts ?? Infinity, close),
      },
    })
    connection.on('status', (change) => this.#changed(change))
    connection.on('open', () => this.#opened())
    connection.on('message', (data) => this.dispatchEvent(new ReceivedEvent(data, this.url)))
    this.#connection = connection
    if (this.#settings.automaticOpen) this.#connect('connect')
    this.#isConstructed = true
  }

  /** The absolute url; with a url function, that of the newest native socket. */
  get url(): string {
    return this.#address ?? (this.#connection.native ?? this.#native)?.url ?? ''
  }

  /** OPEN where the link is, CONNECTING also between two links. */
  get readyState(): 0 | 1 | 2 | 3 {
    const { status, native } = this.#connection
    if (this.#endWait) return this.CLOSING
    if (status === 'open') return native!.readyState as 0 | 1 | 2 | 3
    return status === 'closed' || status === 'failed' ? this.CLOSED : this.CONNECTING
  }

  /** Bytes given to `send()` that have not been sent to the network. */
  get bufferedAmount(): number {
    return (this.#native?.bufferedAmount ?? 0) + this.#discarded
  }

  /** The subprotocol of the newest link; empty where the server chose none. */
  get protocol(): string {
    return this.#native?.protocol ?? ''
  }

  /** The extensions of the newest link, as the server chose them. */
  get extensions(): string {
    return this.#native?.extensions ?? ''
  }

  /** How binary messages are received, on every link. */
  get binaryType(): BinaryType {
    return this.#settings.binaryType
  }

  set binaryType(binaryType: BinaryType) {
    const last = this.#settings.binaryType
    const type = `${binaryType}` as BinaryType
    this.#configure({ binaryType: isBinaryType(type) ? type : last })
  }

  /** Retries since the last opening. */
  get reconnectAttempts(): number {
    return Math.max(0, this.#retries.made())
  }

  /** Connects now, unless it is open or an attempt is under way; after `close()` too. */
  open(): void {
    this.#connect('connect')
  }

  /** Reconnects now: replaces the link or the attempt under way. */
  refresh(): void {
    this.#connect('reconnect')
  }

  /**
   * Sends data. While closing or closed, data is discarded and counted in `bufferedAmount`.
   *
   * @throws DOMException `InvalidStateError` while connecting, which includes retrying
   */
  send(data: RawData): void {
    const connection = this.#connection
    argument.require(arguments)
    const raw = argument.toSendable(data)
    if (this.readyState === this.CONNECTING) {
      throw new DOMException('There is no open connection.', 'InvalidStateError')
    }
    const isSent = this.readyState === this.OPEN && connection.send(raw) === 'sent'
    if (!isSent) this.#discarded += byteLength(raw)
  }

  /**
   * Closes for good: only `open()` and `refresh()` open it again. The event `close` comes when the
   * server has answered, after `timeoutInterval` at the latest.
   *
   * @throws DOMException `InvalidAccessError` for a code that is neither 1000 nor from 3000 to 4999,
   *   `SyntaxError` for a reason of more than 123 bytes
   */
  close(code: number | undefined = undefined, reason: string | undefined = undefined): void {
    const { status, native, options } = this.#connection
    const args = argument.toCloseArguments(code, reason)
    if (status === 'closed' || status === 'failed') return
    this.#connection.close(...args)
    this.#endWait = awaitClose(status === 'open' ? native : null, options, (closing) => {
      this.#endWait = undefined
      // An attempt under way has failed; between two attempts there is nothing that could.
      if (native && !closing.wasClean) this.#dispatchError()
      this.dispatchEvent(createCloseEvent('close', closing))
    })
  }

  static {
    for (const name of SETTABLE) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        get(this: ReconnectingWebSocket) {
          return this.#settings[name]
        },
        set(this: ReconnectingWebSocket, value: never) {
          this.#configure({ [name]: value })
        },
      })
    }
    completeInterface(this, (socket) => socket.#connection)
  }

  #configure(changed: ReconnectingWebSocketOptions): void {
    const settings = resolveReconnectingOptions({ ...this.#settings, ...changed })
    // The heartbeat can't be set, and its owner may have changed the object since.
    const { heartbeat: _, ...patch } = toSocketOptions(settings)
    this.#connection.configure(patch)
    this.#settings = settings
  }

  #connect(how: 'connect' | 'reconnect'): void {
    const connection = this.#connection
    if (!(connection.options.WebSocket ?? globalThis.WebSocket)) throw socketError('C0003')
    this.#endWait?.()
    if (/idle|closed|failed/.test(connection.status)) {
      this.#retries.reset(-1)
      this.#isLossReported = false
    }
    connection[how]()
  }

  #changed({ status, previous, retryIn, close }: StatusChange): void {
    if (this.debug || ReconnectingWebSocket.debugAll) {
      console.debug('[reconnecting-websocket]', { status, retryIn, close })
    }
    this.#wasFrozen = this.#connection.suspendedBy === 'frozen'
    if (status === 'connecting') this.dispatchEvent(new Event('connecting'))
    if (!close || status === 'closed') return
    // An attempt that `refresh()` has replaced has failed, by the standard.
    const closing = previous !== 'open' && close.wasClean ? ABNORMAL : close
    const report = () => this.#reportLoss(closing, status === 'failed')
    // Listeners can't be added before the constructor has returned.
    if (this.#isConstructed) report()
    else this.#connection.options.timer.setTimeout(report, 0)
  }

  #opened(): void {
    const isReconnect = this.#retries.made() > 0
    this.#retries.reset(0)
    this.#isLossReported = false
    this.#discarded = 0
    this.#native = this.#connection.native
    this.dispatchEvent(Object.assign(new Event('open'), { isReconnect }))
  }

  #reportLoss(close: Closing, isFinal: boolean): void {
    const isFirst = !this.#isLossReported
    this.#isLossReported = true
    if (!close.wasClean) this.#dispatchError()
    // A listener may have called `close()` or `open()` meanwhile, whose events follow by themselves.
    const isStillLost = () => this.#isLossReported && this.readyState === this.CONNECTING
    if (!isFinal && isStillLost()) this.dispatchEvent(createCloseEvent('connecting', close))
    if (isFinal || (isFirst && isStillLost())) this.dispatchEvent(createCloseEvent('close', close))
  }

  #dispatchError(): void {
    const { error } = this.#connection
    // The connection keeps its error until the next opening; later attempts ended for other reasons.
    const details = { error: error === this.#reportedError ? null : error }
    this.#reportedError = error
    this.dispatchEvent(Object.assign(new Event('error'), details))
  }
}
