import { socketError, type SocketError } from '../diagnostics.ts'
import { isBinaryType } from '../options/checks.ts'
import { ABNORMAL, awaitClose, createCloseEvent, type Closing } from './closing.ts'
import { Connection } from '../connection/connection.ts'
import type { StatusChange } from '../connection/events.ts'
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
  /** Whether all of them log. */
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
  #redials = 0
  /** The native socket that opened last. */
  #native: NativeSocket | null = null
  /** Bytes given to `send()` when nothing could be sent any more. */
  #discarded = 0
  #toldError: SocketError | null = null
  #isLossTold = false
  #isConstructed = false
  /** Ends what `close()` began. */
  #conclude: (() => void) | undefined

  /**
   * @param url - as for a `WebSocket`, or a function that is asked at each dial
   * @throws DOMException `SyntaxError` for a url or protocols that can't be dialled, `SecurityError`
   *   for `ws:` from an https page; TypeError with a `code` for an option that is wrong or unknown
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
    this.#address = typeof url === 'function' ? undefined : argument.toAddress(url)
    const { reconnect, ...rest } = toSocketOptions(this.#settings)
    const connection: Connection = new Connection({
      ...rest,
      url: (context) => {
        this.#redials++
        return typeof url === 'function' ? url(context) : this.#address
      },
      protocols: names,
      reconnect: {
        ...reconnect,
        delay: () => delayAfter(this.#redials, connection.options),
        shouldReconnect: () => this.#redials < (this.#settings.maxReconnectAttempts ?? Infinity),
      },
    })
    connection.on('status', (change) => this.#changed(change))
    connection.on('open', () => this.#opened())
    connection.on('message', (data) => this.dispatchEvent(new ReceivedEvent(data, this.url)))
    this.#connection = connection
    if (this.#settings.automaticOpen) this.#dial('connect')
    this.#isConstructed = true
  }

  /** The address; of a function, the one that it said last. */
  get url(): string {
    return this.#address ?? (this.#connection.native ?? this.#native)?.url ?? ''
  }

  get readyState(): 0 | 1 | 2 | 3 {
    const { status, native } = this.#connection
    if (this.#conclude) return this.CLOSING
    if (status === 'open') return native!.readyState as 0 | 1 | 2 | 3
    return status === 'closed' || status === 'failed' ? this.CLOSED : this.CONNECTING
  }

  /** What `send()` was given and the network has not taken yet, in bytes. */
  get bufferedAmount(): number {
    return (this.#native?.bufferedAmount ?? 0) + this.#discarded
  }

  get protocol(): string {
    return this.#native?.protocol ?? ''
  }

  get extensions(): string {
    return this.#native?.extensions ?? ''
  }

  /** How binary messages arrive; kept over reconnects. */
  get binaryType(): BinaryType {
    return this.#settings.binaryType
  }

  set binaryType(binaryType: BinaryType) {
    const last = this.#settings.binaryType
    const type = `${binaryType}` as BinaryType
    this.#configure({ binaryType: isBinaryType(type) ? type : last })
  }

  /** Redials since the last opening. */
  get reconnectAttempts(): number {
    return this.#redials
  }

  /** Dials now, unless it is open or dialling; after `close()` too. */
  open(): void {
    this.#dial('connect')
  }

  /** Replaces the link, and dials now. */
  refresh(): void {
    this.#dial('reconnect')
  }

  /**
   * Sends, or discards when it is closing or closed, and counts that into `bufferedAmount`.
   *
   * @throws DOMException `InvalidStateError` while it is connecting, retrying included
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
   * Closes for good: only `open()` and `refresh()` open it again. `close` comes when the other side
   * has answered, after `timeoutInterval` at the latest.
   *
   * @throws DOMException `InvalidAccessError` for a code that is neither 1000 nor from 3000 to 4999,
   *   `SyntaxError` for a reason of more than 123 bytes
   */
  close(code: number | undefined = undefined, reason: string | undefined = undefined): void {
    const { status, native, options } = this.#connection
    const args = argument.toCloseArguments(code, reason)
    if (status === 'closed' || status === 'failed') return
    this.#connection.close(...args)
    this.#conclude = awaitClose(status === 'open' ? native : null, options, (closing) => {
      this.#conclude = undefined
      // A dial that is given up has failed; where none was under way, nothing has.
      if (native && !closing.wasClean) this.#tellError()
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

  #configure(patch: ReconnectingWebSocketOptions): void {
    const settings = resolveReconnectingOptions({ ...this.#settings, ...patch })
    this.#connection.configure(toSocketOptions(settings))
    this.#settings = settings
  }

  #dial(how: 'connect' | 'reconnect'): void {
    const connection = this.#connection
    if (!(connection.options.WebSocket ?? globalThis.WebSocket)) throw socketError('C0003')
    this.#conclude?.()
    if (/idle|closed|failed/.test(connection.status)) {
      this.#redials = -1
      this.#isLossTold = false
    }
    connection[how]()
  }

  #changed({ status, previous, retryIn, close }: StatusChange): void {
    if (this.debug || ReconnectingWebSocket.debugAll) {
      console.debug('[reconnecting-websocket]', { status, retryIn, close })
    }
    if (status === 'connecting') this.dispatchEvent(new Event('connecting'))
    if (!close || status === 'closed') return
    // What `refresh()` has replaced before it opened has failed, as the standard has it.
    const closing = previous !== 'open' && close.wasClean ? ABNORMAL : close
    const tell = () => this.#lost(closing, status === 'failed')
    // Nobody can listen before the constructor has returned.
    if (this.#isConstructed) tell()
    else this.#connection.options.timer.setTimeout(tell, 0)
  }

  #opened(): void {
    const isReconnect = this.#redials > 0
    this.#redials = 0
    this.#isLossTold = false
    this.#discarded = 0
    this.#native = this.#connection.native
    this.dispatchEvent(Object.assign(new Event('open'), { isReconnect }))
  }

  #lost(close: Closing, isOver: boolean): void {
    const isNews = !this.#isLossTold
    this.#isLossTold = true
    if (!close.wasClean) this.#tellError()
    // A listener may have closed it meanwhile, or begun anew, which has an end of its own.
    const goesOn = () => this.#isLossTold && this.readyState === this.CONNECTING
    if (!isOver && goesOn()) this.dispatchEvent(createCloseEvent('connecting', close))
    if (isOver || (isNews && goesOn())) this.dispatchEvent(createCloseEvent('close', close))
  }

  #tellError(): void {
    const { error } = this.#connection
    // The connection keeps it until the next opening, but it is not what ended later dials.
    const news = { error: error === this.#toldError ? null : error }
    this.#toldError = error
    this.dispatchEvent(Object.assign(new Event('error'), news))
  }
}
