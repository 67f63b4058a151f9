import type { RawData } from '../options/options.ts'

/** What a fake WebSocket works on. No method dispatches an event before it has returned. */
export interface FakeTransport {
  readonly readyState: number
  readonly bufferedAmount: number
  readonly protocol: string
  sentByClient(data: RawData): void
  closedByClient(code: number, reason: string): void
}

const TYPES = ['open', 'message', 'error', 'close'] as const

type EventHandler<E extends Event> = ((event: E) => void) | null

/**
 * A WebSocket as in browsers, except for the finer checks of arguments. No event comes before its
 * constructor, `send()` or `close()` has returned. A handler (`onopen`) is called before all listeners.
 */
export class FakeWebSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3

  readonly url: string
  readonly extensions: string = ''
  binaryType: BinaryType = 'blob'
  declare onopen: EventHandler<Event>
  declare onmessage: EventHandler<MessageEvent>
  declare onerror: EventHandler<Event>
  declare onclose: EventHandler<CloseEvent>
  readonly #transport: FakeTransport

  /**
   * Connects a new socket to the server that the class belongs to.
   *
   * @internal
   */
  static connect: (socket: FakeWebSocket, protocols: readonly string[]) => FakeTransport

  /** @throws TypeError for a wrong url */
  constructor(url: string | URL, protocols: string | readonly string[] = []) {
    super()
    this.url = new URL(url, globalThis.document?.baseURI).href
    for (const type of TYPES) {
      this.addEventListener(type, (event) => this[`on${type}`]?.(event as never))
    }
    this.#transport = new.target.connect(this, [protocols].flat())
  }

  /** 0 to 3, as in `WebSocket`. */
  get readyState(): number {
    return this.#transport.readyState
  }
  /** As the test has set it on the `FakeConnection`. */
  get bufferedAmount(): number {
    return this.#transport.bufferedAmount
  }
  /** The subprotocol that the server chose; empty without one. */
  get protocol(): string {
    return this.#transport.protocol
  }

  /**
   * Sends text or binary data; discards it while closing or closed.
   *
   * @throws DOMException `InvalidStateError` while connecting
   */
  send(data: any): void {
    if (this.readyState === 0) throw new DOMException('Still connecting', 'InvalidStateError')
    if (this.readyState === 1) this.#transport.sentByClient(toMessage(data))
  }

  /**
   * Closes the socket; the event `close` follows.
   *
   * @throws DOMException `InvalidAccessError` for a code other than 1000 and 3000 to 4999,
   *   `SyntaxError` for a reason of more than 123 bytes
   */
  close(code?: number, reason = ''): void {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
      throw new DOMException(`${code} is neither 1000 nor in 3000-4999`, 'InvalidAccessError')
    }
    if (new TextEncoder().encode(reason).length > 123) {
      throw new DOMException('A reason has at most 123 bytes', 'SyntaxError')
    }
    this.#transport.closedByClient(code ?? 1005, reason)
  }
}

/** The type of the class in a fake server's `options`. */
export type FakeWebSocketConstructor = typeof FakeWebSocket

// On the prototype, because happy-dom's EventTarget calls handlers that are fields by itself.
for (const type of TYPES) {
  const handlers = new WeakMap<FakeWebSocket, EventHandler<any>>()
  Object.defineProperty(FakeWebSocket.prototype, `on${type}`, {
    get(this: FakeWebSocket) {
      return handlers.get(this) ?? null
    },
    set(this: FakeWebSocket, handler: EventHandler<any>) {
      handlers.set(this, handler)
    },
  })
}

/** The bytes of binary data, not copied; `null` for anything else, Blobs included. */
export function bytesIn(data: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  // Not `instanceof`: test environments bring classes of their own.
  const isBuffer = Object.prototype.toString.call(data) === '[object ArrayBuffer]'
  return isBuffer ? new Uint8Array(data as ArrayBuffer) : null
}

function toMessage(data: unknown): RawData {
  if (data instanceof Blob) return data
  return bytesIn(data) === null ? String(data) : structuredClone(data as ArrayBuffer)
}
