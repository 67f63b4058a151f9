import type { RawData } from '../socket/options.ts'
import { createCloseEvent } from './close-event.ts'
import { toReceived } from './data.ts'
import type { ClientEnd, FakeWebSocket, ServerEnd } from './fake-web-socket.ts'
import { Wire } from './wire.ts'
import type { Later } from './wire.ts'

/** How long Chromium waits for the answer to a close frame, in ms. */
const CLOSE_TIMEOUT = 60_000

/** Fields of an event that a test emits; each type takes its own. */
export interface FakeEventInit {
  /** For `message`. */
  data?: unknown
  /** For `close`. @default 1006 */
  code?: number
  /** For `close`. @default '' */
  reason?: string
  /** For `close`. @default false */
  wasClean?: boolean
}

/** One WebSocket that a client has made, seen from the server and from the test. */
export interface FakeConnection {
  /** The client's WebSocket itself. */
  readonly socket: FakeWebSocket
  /** As the client's socket has it, so normalized: `ws://host` is `ws://host/`. */
  readonly url: string
  /** The subprotocols that the client offers; the server takes the first. */
  readonly protocols: readonly string[]
  /**
   * The state that the client sees. To set it changes nothing else and tells nobody: Chromium, for
   * one, can stay CLOSING (2) for seconds before it says `close`.
   */
  readyState: number
  /** The bytes that the client sees waiting, none unless set here: a slow line. */
  bufferedAmount: number
  /** What the client closed with: 1005 for no code, `null` as long as it has not closed. */
  readonly closeCode: number | null
  /** The reason that the client closed with, `null` as long as it has not closed. */
  readonly closeReason: string | null
  /** All that the client has sent while open, pings too, whether it got through or not. */
  readonly sent: readonly RawData[]
  /** What came through, without pings. */
  readonly received: readonly RawData[]
  /** The pings that came through. */
  readonly pings: readonly RawData[]
  /**
   * Dispatches one event at the client at once, whatever state the socket is in, and changes
   * nothing else: a `message` after the end, an `error` without a `close`, a second `close`.
   */
  emit(type: 'open' | 'message' | 'error' | 'close', init?: FakeEventInit): void
}

/** What a connection needs of its server. */
export interface Host {
  readonly latency: number
  readonly later: Later
  readonly cancel: (handle: unknown) => void
  /** A handshake request has arrived. */
  asked(connection: Connection): void
  /** A message has arrived. */
  heard(connection: Connection, data: RawData): void
  /** The client wants to close, or has given up its handshake. */
  left(connection: Connection): void
  /** Nothing more will happen on this connection. */
  ended(connection: Connection): void
}

/** The server's side of a connection; what happens at which end is decided here. */
export class Connection implements FakeConnection, ServerEnd {
  /** Whether it never comes back from its silence. */
  isLost = false
  readonly sent: RawData[] = []
  readonly received: RawData[] = []
  readonly pings: RawData[] = []
  readonly #host: Host
  readonly #client: ClientEnd
  readonly #toServer: Wire
  readonly #toClient: Wire
  #isEnded = false
  #closeTimer: unknown
  #close: { code: number; reason: string } | null = null

  constructor(host: Host, client: ClientEnd) {
    this.#host = host
    this.#client = client
    this.#toServer = new Wire({ ...host, immediate: true })
    this.#toClient = new Wire({ ...host, immediate: false })
  }

  get socket(): FakeWebSocket {
    return this.#client.socket
  }
  get url(): string {
    return this.#client.socket.url
  }
  get protocols(): readonly string[] {
    return this.#client.protocols
  }
  get closeCode(): number | null {
    return this.#close?.code ?? null
  }
  get closeReason(): string | null {
    return this.#close?.reason ?? null
  }
  get readyState(): number {
    return this.#client.readyState
  }
  set readyState(state: number) {
    this.#client.readyState = state
  }
  get bufferedAmount(): number {
    return this.#client.bufferedAmount
  }
  set bufferedAmount(bytes: number) {
    this.#client.bufferedAmount = bytes
  }

  emit(type: 'open' | 'message' | 'error' | 'close', init: FakeEventInit = {}): void {
    this.socket.dispatchEvent(this.#event(type, init))
  }

  // What the client's socket does.

  dial(): void {
    this.#toServer.push(() => this.#host.asked(this))
  }

  sentByClient(data: RawData): void {
    this.sent.push(data)
    this.#toServer.push(() => this.#host.heard(this, data))
  }

  closedByClient(code: number, reason: string): void {
    this.#close ??= { code, reason }
    const before = this.readyState
    if (before > 1) return
    this.readyState = 2
    if (before === 0) {
      this.#host.left(this)
      // A browser gives up a handshake by itself, so neither silence nor latency matters.
      void Promise.resolve().then(() => this.break(true))
      return
    }
    this.#closeTimer = this.#host.later(() => this.break(false), CLOSE_TIMEOUT)
    this.#toServer.push(() => {
      this.#host.left(this)
      this.closed(code, reason)
    })
  }

  // What the server does.

  opened(): void {
    this.#toClient.push(() => {
      if (this.readyState !== 0) return
      this.readyState = 1
      this.#client.protocol = this.protocols[0] ?? ''
      this.emit('open')
    })
  }

  say(wire: string | ArrayBuffer | Blob): void {
    this.#toClient.push(() => {
      if (this.readyState !== 1) return
      this.emit('message', { data: toReceived(wire, this.socket.binaryType) })
    })
  }

  closed(code: number, reason: string): void {
    this.#toClient.push(() => this.#end({ code, reason, wasClean: true }))
  }

  refused(): void {
    this.#toClient.push(() => this.break(true))
  }

  // What the network does.

  break(withError: boolean): void {
    this.#end({ code: 1006, reason: '', wasClean: false }, withError)
  }

  hold(): void {
    this.#toServer.hold()
    this.#toClient.hold()
  }

  release(): void {
    this.#toServer.release()
    this.#toClient.release()
  }

  flush(): void {
    this.#toClient.flush()
  }

  #end(init: FakeEventInit, withError = false): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#host.cancel(this.#closeTimer)
    this.#toServer.cut()
    this.#toClient.cut()
    this.#host.ended(this)
    this.readyState = 3
    if (withError) this.emit('error')
    this.emit('close', init)
  }

  #event(type: string, init: FakeEventInit): Event {
    if (type === 'close') return createCloseEvent({ code: 1006, ...init })
    if (type !== 'message') return new Event(type)
    return new MessageEvent('message', { data: init.data, origin: new URL(this.url).origin })
  }
}
