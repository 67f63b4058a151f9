import type { WebSocketConstructor } from 'vue-heartbeat-socket/socket'

/** What a native socket says to its environment. */
export interface Environment {
  /** A attempt; may throw, as constructors of WebSockets do. */
  constructed(socket: NativeSocket): void
  sent(socket: NativeSocket, data: unknown): void
  closed(socket: NativeSocket): void
}

/** How soon what is on its way to the client comes. */
export type Pace = 'prompt' | 'slow'

export type EventType = 'open' | 'message' | 'error' | 'close'

/** A WebSocket as browsers have it: nothing is dispatched inside of a call. */
export class NativeSocket {
  readyState = 0
  bufferedAmount = 0
  binaryType = 'blob'
  onopen: unknown = null
  onmessage: unknown = null
  onerror: unknown = null
  onclose: unknown = null
  readonly protocol = ''
  readonly extensions = ''
  readonly url: string
  readonly #environment: Environment

  // The truth about the link, which its client can't know.

  id = -1
  /** Its constructor has returned. */
  isMade = false
  /** The client has called `close()`. */
  isClosed = false
  /** What the server sends is lost, and what the client sends. */
  isDeaf = false
  isDumb = false
  /** The server is gone, and has said so or not. */
  isGone = false
  /** The server has said `pong` though nothing asked it to. */
  isLying = false
  /** Its `bufferedAmount` when a timer last looked at it. */
  looked = 0
  /** When a timer last found anything buffered. */
  heldUpAt = -Infinity
  /** When what stands in the way out will have gone. */
  clearAt = 0
  /** Messages that the server has sent so far. */
  messages = 0
  /** Numbers of the messages that were dispatched, and that no listener has had yet. */
  readonly undelivered: number[] = []
  /** Signs of life that a healthy link has on the way, or in the page's queue. */
  prompt = 0
  /** Those that take longer. */
  slow = 0
  /** In the silence of now a ping went out whose answer takes too long, or never comes. */
  isSlow = false

  constructor(url: string, environment: Environment) {
    this.url = url
    this.#environment = environment
    environment.constructed(this)
  }

  /** Whether what it sends is received, and what the server sends too. */
  get isHealthy(): boolean {
    return this.readyState === 1 && !this.isDeaf && !this.isDumb && !this.isGone
  }

  send(data: unknown): void {
    if (this.readyState === 0) throw new DOMException('Still in CONNECTING', 'InvalidStateError')
    this.#environment.sent(this, data)
  }

  close(): void {
    this.#environment.closed(this)
  }

  dispatch(type: EventType, details: object = {}): void {
    const handler = this[`on${type}`]
    if (typeof handler === 'function') handler.call(this, { type, target: this, ...details })
  }
}

/** A class that an engine can take for its browser's WebSocket; `inside` runs when it is made. */
export function socketClass(environment: Environment, inside: () => void): WebSocketConstructor {
  return class extends NativeSocket {
    constructor(url: string) {
      if (!/^wss?:/.test(url)) throw new SyntaxError(`The URL '${url}' is invalid.`)
      super(url, environment)
      try {
        inside()
        this.isMade = true
      } catch (error) {
        // No reference to this one is left.
        this.isClosed = true
        throw error
      }
    }
  }
}
