import type { TimerService } from '../timers/index.ts'
import type { CloseInfo } from './close-info.ts'
import type { PageSignals } from './page.ts'
import type { StandardSchema } from './schema.ts'

/** What a WebSocket can carry. */
export type RawData = string | ArrayBuffer | ArrayBufferView | Blob

/** What a `url` or `protocols` function is told. */
export interface DialContext {
  /** Dials begun since the last stable opening, this one included. */
  readonly attempt: number
  /** How the link before this one ended; `null` at the first dial. */
  readonly lastClose: CloseInfo | null
  /** Aborts when this attempt, or the link that came of it, ends. */
  readonly signal: AbortSignal
}

/** What a `handshake` function works with. */
export interface HandshakeContext {
  /**
   * Sends a message ahead of everything in the outbox.
   * @throws TypeError when the codec can't encode it
   */
  readonly send: (data: any) => void
  /** Takes the next decoded message; nobody else gets it. Rejects when the attempt ends. */
  readonly receive: () => Promise<any>
  readonly attempt: number
  readonly signal: AbortSignal
}

/** A url that may be absent: `null` or `undefined` means "not now". */
export type SocketUrl = string | URL | null | undefined

export type Protocols = string | readonly string[] | undefined

/** Turns messages into what the wire carries, and back. Both functions are synchronous. */
export interface Codec {
  /** What throws here, or returns neither text nor binary data, is not sent: an `error` event. */
  encode(data: any): RawData
  /** What throws here is told as an `error` event and logged as `invalid`. */
  decode(data: any): any
}

/** When to ask the other side for a sign of life, and when to give it up. */
export interface HeartbeatOptions {
  /**
   * Silence, in ms, after which a ping goes out. Each wait is drawn from 80 to 100 % of it, so
   * that a broadcast doesn't align the pings of a fleet. Stay well below the idle limits on the way
   * (nginx and AWS load balancers: 60 s).
   * @default 15_000
   */
  interval?: number | undefined
  /**
   * How long, in ms, to wait for anything at all after a ping. Also known as `pongTimeout`.
   * @default 10_000
   */
  timeout?: number | undefined
  /**
   * The ping, or a function that makes it. `null` sends none: the server beats, we only watch that
   * something comes within `interval + timeout`.
   * @default 'ping'
   */
  message?: RawData | null | (() => RawData) | undefined
  /**
   * What answers a ping: data, or a predicate on the raw data. Such messages are kept from handlers,
   * log and counters. Also known as `responseMessage`. Binary data are compared byte by byte and
   * need `binaryType: 'arraybuffer'`.
   * @default 'pong'
   */
  pong?: RawData | ((data: any) => boolean) | undefined
  /**
   * `true`: ping only after a silence. `false`: ping once every interval whatever arrives, for
   * servers that need client traffic.
   * @default true
   */
  idleOnly?: boolean | undefined
  /**
   * Answers a server that pings the client: returns the answer for a ping, `undefined` for anything
   * else. What is answered is kept from handlers, log and counters.
   * @default none
   */
  reply?: ((data: any) => RawData | undefined) | undefined
}

/** When to dial again after a loss. */
export interface ReconnectOptions {
  /**
   * The first redial waits a uniform time between 0 and this, in ms (also known as initial jitter),
   * so that a restarted server doesn't meet all its clients at once.
   * @default 5_000
   */
  spread?: number | undefined
  /**
   * The second redial waits a quarter of this up to all of it, in ms. Also the least time between
   * two dials when the page wakes.
   * @default 2_000
   */
  minDelay?: number | undefined
  /**
   * No redial waits longer, in ms.
   * @default 30_000
   */
  maxDelay?: number | undefined
  /**
   * How much longer each further redial waits, at least 1.
   * @default 2
   */
  factor?: number | undefined
  /**
   * How many redials a series may have before the connection is `failed`.
   * @default Infinity
   */
  maxAttempts?: number | undefined
  /**
   * A link counts as stable when something arrives this long, in ms, after its opening; only then
   * does the next loss start from the first delay again. Also known as `minUptime`.
   * @default 10_000
   */
  stableAfter?: number | undefined
  /**
   * Whether to dial while the page is hidden. Hidden pages then wait from the `maxDelay` range.
   * @default true
   */
  whenHidden?: boolean | undefined
  /**
   * Replaces the formula: the delay in ms before redial `attempt` (1 for the first of a series);
   * `undefined` leaves this one to the formula.
   * @default none
   */
  delay?: ((attempt: number, close: CloseInfo) => number | undefined) | undefined
  /**
   * Asked about every end but `close()`: whether to dial again. `byDefault` is what would be done.
   * @default none
   */
  shouldReconnect?: ((close: CloseInfo, byDefault: boolean) => boolean) | undefined
}

/** The queue for what is sent while no link is open. Also known as send buffer. */
export interface OutboxOptions {
  /** @default 1_000 */
  maxMessages?: number | undefined
  /** Encoded bytes, all messages together. @default 1_048_576 */
  maxBytes?: number | undefined
  /** How old a message may be when it is sent, in ms. @default 60_000 */
  maxAge?: number | undefined
  /** Which message goes when one too many is queued. @default 'drop-oldest' */
  overflow?: 'drop-oldest' | 'drop-newest' | undefined
}

/**
 * All options of a socket. Times are in ms; each optional one may be `undefined`. `Message` is what
 * the schema makes of what comes.
 */
export interface SocketOptions<Message = any> {
  /**
   * Where to dial, or a function that says so, asked for every attempt (a fresh token, another
   * host). `null` or `undefined` means not now: the status is `idle` until `connect()` or a change.
   */
  url: SocketUrl | ((context: DialContext) => SocketUrl | PromiseLike<SocketUrl>)
  /** Subprotocols, or a function that returns them, asked for every attempt. @default none */
  protocols?: Protocols | ((context: DialContext) => Protocols | PromiseLike<Protocols>)
  /** Dial at once. @default true */
  autoConnect?: boolean | undefined
  /** How binary messages arrive; kept over reconnects. @default 'blob' */
  binaryType?: BinaryType | undefined
  /** How long url function, opening and handshake may take together, in ms. @default 10_000 */
  connectTimeout?: number | undefined
  /**
   * Runs on each opening before anything else (log in, resume). What it sends goes ahead of the
   * outbox; what it takes with `await receive()` reaches nobody else; the rest is held and delivered
   * after `open`. A rejection is a failed attempt.
   * @default none
   */
  handshake?: ((context: HandshakeContext) => void | PromiseLike<void>) | undefined
  /** `false`: no heartbeat. */
  heartbeat?: false | HeartbeatOptions | undefined
  /** `false`: never dial again. */
  reconnect?: false | ReconnectOptions | undefined
  /** `false`: send only when open. */
  outbox?: false | OutboxOptions | undefined
  /**
   * `'json'` encodes everything but text and binary data, which go as they are, and parses text.
   * `'text'` and `'raw'` never parse and send only text and binary data.
   * @default 'json'
   */
  codec?: 'json' | 'text' | 'raw' | Codec | undefined
  /**
   * Checks every message, once it is decoded: a Standard Schema (zod, valibot, arktype) that is
   * synchronous. Handlers, `lastMessage` and the log get its output. What doesn't fit, or makes it
   * throw, is told as an `error` event and logged as `invalid`. It doesn't see heartbeats, nor what a
   * `handshake` receives. To find out whether it answers with promises, it is asked about a sample
   * or two when the options are checked.
   * @default none
   */
  schema?: StandardSchema<Message> | undefined
  /** @default systemTimers() */
  timer?: TimerService | undefined
  /** Signals of the page; `false`: always online and visible. @default the window's */
  page?: PageSignals | false | undefined
  /** The WebSocket class, for tests and Node. @default the global one, looked up at each dial */
  WebSocket?: WebSocketConstructor | undefined
  /** Random numbers in [0, 1), for repeatable runs. @default Math.random */
  random?: (() => number) | undefined
  /** Log each change of status to the console, tokens redacted. @default false */
  debug?: boolean | undefined
}

/** What the engine needs of a WebSocket class. */
export type WebSocketConstructor = new (url: string, protocols?: string | string[]) => NativeSocket

/** What the engine needs of a native WebSocket. */
export interface NativeSocket {
  readonly readyState: number
  readonly bufferedAmount: number
  readonly protocol: string
  readonly extensions: string
  readonly url: string
  binaryType: any
  onopen: any
  onmessage: any
  onerror: any
  onclose: any
  send(data: any): void
  close(code?: number, reason?: string): void
}
