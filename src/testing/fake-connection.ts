import type { RawData } from '../options/options.ts'
import type { TimerService } from '../timers/index.ts'
import type { FakeTransport, FakeWebSocket } from './fake-web-socket.ts'

/** How long Chromium waits for the answer to its close frame, in ms. */
const CLOSE_TIMEOUT = 60_000

/** Fields of an event that a test emits. */
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

/** One WebSocket of a client, as the server and the test see it. */
export class FakeConnection {
  /** The client's WebSocket. */
  readonly socket: FakeWebSocket
  /** The url of the client's socket, so normalized: `ws://host` is `ws://host/`. */
  readonly url: string
  /** The subprotocols that the client offers; the server accepts the first. */
  readonly protocols: readonly string[]
  /**
   * The `readyState` that the client sees. A test may set it, which emits no event: Chromium, for
   * example, can be CLOSING (2) for seconds before the event `close`.
   */
  readyState = 0
  /** The `bufferedAmount` that the client sees. A test may set it, to stand for a slow line. */
  bufferedAmount = 0
  /** The code that the client closed with: 1005 for none, `null` while it has not closed. */
  closeCode: number | null = null
  /** The reason that the client closed with, `null` while it has not closed. */
  closeReason: string | null = null
  /** All that the client has sent, pings included, whether it reached the server or not. */
  readonly sent: RawData[] = []
  /** What has reached the server, without pings. */
  readonly received: RawData[] = []
  /** The pings that have reached the server. */
  readonly pings: RawData[] = []

  constructor(socket: FakeWebSocket, protocols: readonly string[]) {
    this.socket = socket
    this.url = socket.url
    this.protocols = protocols
  }

  /**
   * Dispatches one event at the client's socket at once, whatever its state, and changes nothing else:
   * a `message` after the end, an `error` without a `close`, a second `close`.
   */
  emit(type: 'open' | 'message' | 'error' | 'close', init: FakeEventInit = {}): void {
    this.socket.dispatchEvent(createEvent(type, init))
  }
}

/** The third argument is for fake timers; other timer services ignore it. */
interface NetworkTimers extends Pick<TimerService, 'clearTimeout'> {
  setTimeout(fn: () => void, ms: number, isNetwork: true): unknown
}

/** Carries everything from client to server and back, with the latency. */
export class Network {
  readonly timers: NetworkTimers
  readonly #latency: number
  /** Called with each message that has reached the server. */
  readonly onMessage: (connection: SimulatedConnection, data: RawData) => void
  /** Called when a connection has ended. */
  readonly onEnd: (connection: SimulatedConnection) => void
  readonly #underway: (() => void)[] = []

  constructor(
    timers: TimerService,
    latency: number,
    { onMessage, onEnd }: Pick<Network, 'onMessage' | 'onEnd'>,
  ) {
    this.timers = timers
    this.#latency = latency
    this.onMessage = onMessage
    this.onEnd = onEnd
  }

  /** Without latency it arrives before this returns. */
  toServer(arrive: () => void): void {
    if (this.#latency > 0) this.timers.setTimeout(arrive, this.#latency, true)
    else arrive()
  }

  /** Without latency it arrives in a microtask, or with `deliver()`. */
  toClient(arrive: () => void): void {
    if (this.#latency > 0) this.timers.setTimeout(arrive, this.#latency, true)
    else this.soon(arrive)
  }

  /** Whatever the latency, it arrives in a microtask, or with `deliver()`. */
  soon(arrive: () => void): void {
    this.#underway.push(arrive)
    void Promise.resolve().then(() => this.deliver())
  }

  /** Delivers what is on its way by now, but not what that causes. */
  deliver(): void {
    for (let left = this.#underway.length; left > 0; left--) this.#underway.shift()?.()
  }
}

/** The simulation behind a `FakeConnection`: what one side does reaches the other by the network. */
export class SimulatedConnection extends FakeConnection implements FakeTransport {
  protocol = ''
  /** Whether the client's request to connect has reached the server. */
  hasAsked = false
  isSilent = false
  readonly #network: Network
  #hasOpened = false
  #isEnded = false
  #closeTimer: unknown

  constructor(socket: FakeWebSocket, protocols: readonly string[], network: Network) {
    super(socket, protocols)
    this.#network = network
  }

  // Done by the client's socket.

  sentByClient(data: RawData): void {
    this.sent.push(data)
    this.#network.toServer(() => {
      if (!this.isSilent && !this.#isEnded) this.#network.onMessage(this, data)
    })
  }

  closedByClient(code: number, reason: string): void {
    if (this.readyState > 1) return
    this.closeCode = code
    this.closeReason = reason
    this.readyState = 2
    // A browser aborts an attempt by itself, so neither silence nor latency matters.
    if (!this.#hasOpened) return this.#network.soon(() => this.#end())
    this.#closeTimer = this.#network.timers.setTimeout(() => this.#end(), CLOSE_TIMEOUT, true)
    this.#network.toServer(() => {
      if (!this.isSilent) this.close(code, reason)
    })
  }

  // Done by the server or the network.

  open(): void {
    this.#arriveIn([0], () => {
      this.#hasOpened = true
      this.readyState = 1
      this.protocol = this.protocols[0] ?? ''
      this.emit('open')
    })
  }

  refuse(): void {
    this.#arriveIn([0], () => this.#end())
  }

  say(data: string | ArrayBuffer): void {
    this.#arriveIn([1], () => {
      const isBlob = typeof data !== 'string' && this.socket.binaryType === 'blob'
      this.emit('message', { data: isBlob ? new Blob([data]) : data })
    })
  }

  close(code: number, reason: string): void {
    this.#arriveIn([1, 2], () => this.#end({ code, reason, wasClean: code !== 1006 }))
  }

  /** Reaches the client in spite of silence: its own network reports it. */
  drop(): void {
    this.#network.toClient(() => this.#end())
  }

  /** Runs `arrive` at the client, if its state is one of these by then. */
  #arriveIn(states: number[], arrive: () => void): void {
    this.#network.toClient(() => {
      if (!this.isSilent && states.includes(this.readyState)) arrive()
    })
  }

  #end(close: FakeEventInit = {}): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#network.onEnd(this)
    this.#network.timers.clearTimeout(this.#closeTimer)
    this.readyState = 3
    if (!this.#hasOpened) this.emit('error')
    this.emit('close', close)
  }
}

function createEvent(type: string, { data, ...close }: FakeEventInit): Event {
  if (type === 'message') return new MessageEvent('message', { data })
  if (type !== 'close') return new Event(type)
  // Not a `CloseEvent`, which Node has only from version 23.
  return Object.assign(new Event('close'), { code: 1006, reason: '', wasClean: false, ...close })
}
