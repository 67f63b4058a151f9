import type { RawData } from '../options/options.ts'
import type { TimerService } from '../timers/index.ts'
import type { FakeWebSocket, Line } from './fake-web-socket.ts'

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
export class FakeConnection {
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
  readyState = 0
  /** The bytes that the client sees waiting, none unless set here: a slow line. */
  bufferedAmount = 0
  /** What the client closed with: 1005 for no code, `null` as long as it has not closed. */
  closeCode: number | null = null
  /** The reason that the client closed with, `null` as long as it has not closed. */
  closeReason: string | null = null
  /** All that the client has sent while open, pings too, whether it got through or not. */
  readonly sent: RawData[] = []
  /** What came through, without pings. */
  readonly received: RawData[] = []
  /** The pings that came through. */
  readonly pings: RawData[] = []

  constructor(socket: FakeWebSocket, protocols: readonly string[]) {
    this.socket = socket
    this.url = socket.url
    this.protocols = protocols
  }

  /**
   * Dispatches one event at the client at once, whatever state the socket is in, and changes
   * nothing else: a `message` after the end, an `error` without a `close`, a second `close`.
   */
  emit(type: 'open' | 'message' | 'error' | 'close', init: FakeEventInit = {}): void {
    this.socket.dispatchEvent(createEvent(type, init))
  }
}

/** The third argument is for fake timers; other timer services don't look at it. */
interface NetworkTimers extends Pick<TimerService, 'clearTimeout'> {
  setTimeout(fn: () => void, ms: number, isNetwork: true): unknown
}

/** What carries everything from one end to the other. */
export class Network {
  readonly timers: NetworkTimers
  readonly #latency: number
  /** Told of each message that has arrived at the server. */
  readonly heard: (connection: Connection, data: RawData) => void
  readonly #underway: (() => void)[] = []

  constructor(timers: TimerService, latency: number, heard: Network['heard']) {
    this.timers = timers
    this.#latency = latency
    this.heard = heard
  }

  /** Without latency: arrives before it returns. */
  toServer(arrive: () => void): void {
    if (this.#latency > 0) this.timers.setTimeout(arrive, this.#latency, true)
    else arrive()
  }

  /** Without latency: arrives with the microtasks, or with `deliver`. */
  toClient(arrive: () => void): void {
    if (this.#latency > 0) this.timers.setTimeout(arrive, this.#latency, true)
    else this.soon(arrive)
  }

  /** Whatever the latency: arrives with the microtasks, or with `deliver`. */
  soon(arrive: () => void): void {
    this.#underway.push(arrive)
    void Promise.resolve().then(() => this.deliver())
  }

  /** Lets arrive what is underway by now; what that sets off comes after it. */
  deliver(): void {
    for (let left = this.#underway.length; left > 0; left--) this.#underway.shift()?.()
  }
}

/** What happens at either end, and what arrives at the other. */
export class Connection extends FakeConnection implements Line {
  protocol = ''
  /** Whether the request for a handshake has reached the server. */
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

  // What the client's socket does.

  sentByClient(data: RawData): void {
    this.sent.push(data)
    this.#network.toServer(() => {
      if (!this.isSilent && !this.#isEnded) this.#network.heard(this, data)
    })
  }

  closedByClient(code: number, reason: string): void {
    if (this.readyState > 1) return
    this.closeCode = code
    this.closeReason = reason
    this.readyState = 2
    // A browser gives up a handshake by itself, so neither silence nor latency matters.
    if (!this.#hasOpened) return this.#network.soon(() => this.#end())
    this.#closeTimer = this.#network.timers.setTimeout(() => this.#end(), CLOSE_TIMEOUT, true)
    this.#network.toServer(() => {
      if (!this.isSilent) this.close(code, reason)
    })
  }

  // What the server does, and the network.

  open(): void {
    this.#tell([0], () => {
      this.#hasOpened = true
      this.readyState = 1
      this.protocol = this.protocols[0] ?? ''
      this.emit('open')
    })
  }

  refuse(): void {
    this.#tell([0], () => this.#end())
  }

  say(data: string | ArrayBuffer): void {
    this.#tell([1], () => {
      const isBlob = typeof data !== 'string' && this.socket.binaryType === 'blob'
      this.emit('message', { data: isBlob ? new Blob([data]) : data })
    })
  }

  close(code: number, reason: string): void {
    this.#tell([1, 2], () => this.#end({ code, reason, wasClean: code !== 1006 }))
  }

  /** Not kept from the client by silence: its own network tells it. */
  drop(): void {
    this.#network.toClient(() => this.#end())
  }

  /** At the client's end, if it still is in one of these states then. */
  #tell(states: number[], arrive: () => void): void {
    this.#network.toClient(() => {
      if (!this.isSilent && states.includes(this.readyState)) arrive()
    })
  }

  #end(close: FakeEventInit = {}): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#network.timers.clearTimeout(this.#closeTimer)
    this.readyState = 3
    if (!this.#hasOpened) this.emit('error')
    this.emit('close', close)
  }
}

function createEvent(type: string, { data, ...close }: FakeEventInit): Event {
  if (type === 'message') return new MessageEvent('message', { data })
  if (type !== 'close') return new Event(type)
  // Not a `CloseEvent`: Node has none before version 23.
  return Object.assign(new Event('close'), { code: 1006, reason: '', wasClean: false, ...close })
}
