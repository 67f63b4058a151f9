import type { RawData } from '../socket/options.ts'
import { sizeOf, toSent } from './data.ts'
import { checkClose, parseProtocols, parseUrl } from './web-socket-arguments.ts'

/** The state of a client's socket, in the hands of the fake server. */
export interface ClientEnd {
  readonly socket: FakeWebSocket
  readonly protocols: readonly string[]
  readyState: number
  protocol: string
  bufferedAmount: number
}

/** What a client's socket tells the fake server. */
export interface ServerEnd {
  sentByClient(data: RawData): void
  closedByClient(code: number, reason: string): void
}

/** Dispatches nothing before it returns. */
export type Dial = (client: ClientEnd) => ServerEnd

/** The class in a fake server's `options`, as a client sees it. */
export interface FakeWebSocketConstructor {
  new (url: string | URL, protocols?: string | string[]): FakeWebSocket
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSING: 2
  readonly CLOSED: 3
}

type Handler = ((this: FakeWebSocket, event: any) => void) | null

interface HandlerEntry {
  handler: Handler
  readonly listener: (event: Event) => void
}

/**
 * A WebSocket as the standard describes it, on a wire that the fake server holds. No event comes
 * before its constructor, `send()` or `close()` has returned.
 */
export class FakeWebSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3

  readonly #url: string
  readonly #server: ServerEnd
  readonly #handlers = new Map<string, HandlerEntry>()
  readonly #state: ClientEnd
  #binaryType: BinaryType = 'blob'

  /** @throws DOMException `SyntaxError` for a url or protocols that the standard refuses */
  constructor(url: string | URL, protocols: string | string[] | undefined, dial: Dial) {
    super()
    this.#url = parseUrl(url)
    this.#state = {
      socket: this,
      protocols: parseProtocols(protocols),
      readyState: 0,
      protocol: '',
      bufferedAmount: 0,
    }
    this.#server = dial(this.#state)
  }

  get CONNECTING(): 0 {
    return 0
  }
  get OPEN(): 1 {
    return 1
  }
  get CLOSING(): 2 {
    return 2
  }
  get CLOSED(): 3 {
    return 3
  }

  get url(): string {
    return this.#url
  }
  get readyState(): number {
    return this.#state.readyState
  }
  get protocol(): string {
    return this.#state.protocol
  }
  /** Always empty: the fake server grants no extension. */
  get extensions(): string {
    return ''
  }
  /** What the test has set, plus the bytes that were sent too late, as the standard has it. */
  get bufferedAmount(): number {
    return this.#state.bufferedAmount
  }

  get binaryType(): BinaryType {
    return this.#binaryType
  }
  set binaryType(type: BinaryType) {
    if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type
  }

  get onopen(): ((event: Event) => void) | null {
    return this.#handler('open')
  }
  set onopen(handler: ((event: Event) => void) | null) {
    this.#handle('open', handler)
  }
  get onmessage(): ((event: MessageEvent) => void) | null {
    return this.#handler('message')
  }
  set onmessage(handler: ((event: MessageEvent) => void) | null) {
    this.#handle('message', handler)
  }
  get onerror(): ((event: Event) => void) | null {
    return this.#handler('error')
  }
  set onerror(handler: ((event: Event) => void) | null) {
    this.#handle('error', handler)
  }
  get onclose(): ((event: CloseEvent) => void) | null {
    return this.#handler('close')
  }
  set onclose(handler: ((event: CloseEvent) => void) | null) {
    this.#handle('close', handler)
  }

  /**
   * Sends text or binary data; discards it once the socket is closing.
   * @throws DOMException `InvalidStateError` while connecting
   */
  send(data: any): void {
    if (this.#state.readyState === 0) {
      throw new DOMException('Still in CONNECTING state', 'InvalidStateError')
    }
    const message = toSent(data)
    if (this.#state.readyState === 1) this.#server.sentByClient(message)
    else this.#state.bufferedAmount += sizeOf(message)
  }

  /**
   * @throws DOMException `InvalidAccessError` for a code other than 1000 and 3000 to 4999,
   * `SyntaxError` for a reason of more than 123 bytes
   */
  close(code?: number, reason?: string): void {
    const close = checkClose(code, reason)
    if (this.#state.readyState !== 3) this.#server.closedByClient(close.code, close.reason)
  }

  #handler(type: string): Handler {
    return this.#handlers.get(type)?.handler ?? null
  }

  #handle(type: string, value: unknown): void {
    const handler = typeof value === 'function' ? (value as Handler) : null
    const known = this.#handlers.get(type)
    if (known !== undefined && handler !== null) {
      // Keeps its place among the listeners.
      known.handler = handler
    } else if (known !== undefined) {
      this.removeEventListener(type, known.listener)
      this.#handlers.delete(type)
    } else if (handler !== null) {
      const entry: HandlerEntry = {
        handler,
        listener: (event) => entry.handler?.call(this, event),
      }
      this.#handlers.set(type, entry)
      this.addEventListener(type, entry.listener)
    }
  }
}
