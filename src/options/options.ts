import type { TimerService } from '../timers/index.ts'
import type { CloseInfo } from './close-info.ts'
import type { PageSignals } from './page.ts'
import type { StandardSchema } from './schema.ts'
import type { SessionOption } from './session.ts'

/** What a WebSocket can carry. */
export type RawData = string | ArrayBuffer | ArrayBufferView | Blob

/** What a `url` or `protocols` function gets. */
export interface AttemptContext {
  /** The number of this attempt since the last stable opening, from 1. */
  readonly attempt: number
  /** How the previous link, or the attempt to get one, ended; `null` on the first attempt. */
  readonly lastClose: CloseInfo | null
  /** Where in the server's stream we are, as the option `cursor` said last; `null` at first. */
  readonly cursor: any
  /** Aborts when this attempt, or the link that it opened, ends. Pass it on to `fetch()`. */
  readonly signal: AbortSignal
}

/** What a `handshake` function works with. */
export interface HandshakeContext {
  /**
   * Sends a message at once, ahead of everything in the outbox.
   *
   * @throws TypeError when the codec can't encode it
   */
  readonly send: (data: any) => void
  /**
   * Takes the next message, decoded; nothing else gets it, not even the heartbeat, so that a
   * server's ping that is taken is the handshake's to answer. Rejects when the message doesn't decode
   * and when the attempt ends.
   */
  readonly receive: () => Promise<any>
  /** The subprotocol that the server chose; an empty string for none. */
  readonly protocol: string
  /** As in {@link AttemptContext}. */
  readonly attempt: number
  /** As in {@link AttemptContext}. */
  readonly cursor: any
  /** As in {@link AttemptContext}. */
  readonly signal: AbortSignal
}

/** What a `handshake` function may answer: whether nothing was missed since the last link. */
export type HandshakeAnswer = void | { readonly recovered: boolean }

/** A url that may be absent: `null` or `undefined` means "not now". */
export type SocketUrl = string | URL | null | undefined

/** Subprotocols to offer, in the order of preference, as the constructor of `WebSocket` takes them. */
export type Protocols = string | readonly string[] | undefined

/** Turns messages into what a WebSocket can send, and back. Both functions are synchronous. */
export interface Codec {
  /**
   * Encodes a message. When it throws, or returns neither text nor binary data (a promise, say), the
   * message is dropped as `unsendable`, with an `error` event.
   */
  encode(data: any): RawData
  /**
   * Decodes what was received. When it throws, or returns a promise, there is an `error` event in
   * place of a `message`, and the log has an entry of the kind `invalid`.
   */
  decode(data: any): any
}

/** How to find out that a link is dead: a ping after a silence, and an answer in time. */
export interface HeartbeatOptions {
  /**
   * Silence, in ms, after which a ping goes out. Each wait is drawn from 80 to 100 % of it, so that a
   * broadcast doesn't align the pings of all clients. Stay well below the idle timeouts of the
   * proxies on the way (nginx and AWS load balancers: 60 s).
   * @default 15_000
   */
  interval?: number | undefined
  /**
   * How long, in ms, after a ping anything at all must have been received; otherwise the link is
   * dead. Each death by heartbeat doubles this for the next links, up to 60 s or four times this, until
   * one link has lived for ten minutes, or `connect()`. Also known as `pongTimeout`.
   * @default 10_000
   */
  timeout?: number | undefined
  /**
   * The ping, or a function that returns it: text and binary data go as they are, anything else
   * through the codec. `null`: send none, because the server does; the link
   * is then dead when nothing was received for `interval + timeout`.
   * @default 'ping'
   */
  message?: RawData | object | null | (() => RawData | object) | undefined
  /**
   * Recognizes the answer to a ping: the same data, or a predicate that gets the raw data. Such
   * messages don't reach listeners, log and counters. Also known as `responseMessage`. Binary data
   * is compared byte by byte and needs `binaryType: 'arraybuffer'`. If the predicate throws or returns
   * a promise, there is an `error` event, once, and what it saw is a message.
   * @default 'pong'
   */
  pong?: RawData | ((data: any) => boolean) | undefined
  /**
   * `true`: ping only after a silence. `false`: ping once every interval whatever is received, for
   * servers that need traffic from the client. With a session it is always `false`.
   * @default true
   */
  idleOnly?: boolean | undefined
  /**
   * For servers that ping the client: returns the answer to a ping, and `undefined`, `null` or
   * `false` for anything else. What it answers doesn't reach listeners, log and counters. If it
   * throws, returns a promise or what can't be sent, there is an `error` event, once, and what it saw
   * is a message.
   * @default none
   */
  reply?: ((data: any) => RawData | null | false | undefined) | undefined
  /**
   * The answer to a ping confirms what was sent before that ping. So a ping also goes out this long, in
   * ms, after the oldest message that is not confirmed, and when half of the outbox's bounds are.
   * What is not confirmed when the link ends is dropped as `unconfirmed`, or sent again with
   * `outbox.resend`. `false`: answers confirm nothing, for servers whose heartbeats answer no ping
   * (STOMP, SignalR), or don't keep the order.
   * @default 5_000
   */
  receipts?: false | number | undefined
}

/**
 * When to reconnect. The retries that follow each other without a stable opening in between are a
 * series; delays and limits count from its start.
 */
export interface ReconnectOptions {
  /**
   * The first retry of a series waits a random time from 0 to this, in ms (also known as initial
   * jitter), so that a restarted server doesn't meet all its clients at once.
   * @default 5_000
   */
  spread?: number | undefined
  /**
   * The second retry waits a random time from a quarter of this to all of it, in ms. When the page
   * comes back (visible, online), also the least time since the start of the last attempt.
   * @default 2_000
   */
  minDelay?: number | undefined
  /** The greatest delay before a retry, in ms. @default 30_000 */
  maxDelay?: number | undefined
  /**
   * Exponential backoff: by how much each delay after the second is longer than the one before it;
   * at least 1.
   * @default 2
   */
  factor?: number | undefined
  /**
   * How many retries a series may have. After these the status is `failed`. Attempts that begin while
   * the page is offline or hidden, and retries after the page cache, don't count.
   * @default Infinity
   */
  maxAttempts?: number | undefined
  /**
   * An open link is stable when something is received this long, in ms, after its opening, be it the
   * server's close frame (without heartbeat: once it has been open that long); only then
   * does the next loss start a new series. Also known as `minUptime`.
   * @default 10_000
   */
  stableAfter?: number | undefined
  /**
   * Whether to reconnect while the page is hidden, with delays as long as `maxDelay` allows.
   * `false`: the status is `suspended` until the page is visible.
   * @default true
   */
  whenHidden?: boolean | undefined
  /**
   * Replaces the formula: returns the delay before retry number `retry` of a series (1 for the
   * first), in ms; `undefined` to use the formula for this one.
   * @default none
   */
  delay?: ((retry: number, close: CloseInfo) => number | undefined) | undefined
  /**
   * Decides whether to retry, at every end of a link or attempt but `close()`. `byDefault` is what
   * happens without this function, or if it throws or returns a promise, which is reported once.
   * @default none
   */
  shouldReconnect?: ((close: CloseInfo, byDefault: boolean) => boolean) | undefined
}

/** The queue for what is sent while no link is open. Also known as send buffer. */
export interface OutboxOptions {
  /** How many messages may wait. @default 1_000 */
  maxMessages?: number | undefined
  /** How large they may be together, encoded, in bytes. @default 1_048_576 */
  maxBytes?: number | undefined
  /** How old a message may be when it goes out, in ms; older ones are dropped. @default 60_000 */
  maxAge?: number | undefined
  /** Which message is dropped when the outbox is full. @default 'drop-oldest' */
  overflow?: 'drop-oldest' | 'drop-newest' | undefined
  /**
   * Sends again, ahead of what waits, what was not confirmed when a link ended: at least once, so that a
   * server may get a message twice; give messages an id by which it can tell. Needs the receipts of the
   * heartbeat. Also known as at-least-once delivery.
   * @default false
   */
  resend?: boolean | undefined
}

/**
 * All options of a connection. Times are in ms, and each optional one may be `undefined`. `Message`
 * is the type of what is received, as the schema returns it.
 */
export interface SocketOptions<Message = any> {
  /**
   * The address of the server; or a function that returns it, called for every attempt (a fresh
   * token, another host). `null` or `undefined` means not now: the status is `idle` until `connect()`
   * or `configure()`.
   */
  url: SocketUrl | ((context: AttemptContext) => SocketUrl | PromiseLike<SocketUrl>)
  /** Subprotocols, or a function that returns them, called for every attempt. @default none */
  protocols?: Protocols | ((context: AttemptContext) => Protocols | PromiseLike<Protocols>)
  /** Whether to connect at once. `false`: only when `connect()` is called. @default true */
  autoConnect?: boolean | undefined
  /** How binary messages are received, on every link. @default 'blob' */
  binaryType?: BinaryType | undefined
  /**
   * How long an attempt may take, in ms: url function, opening and handshake together.
   * @default 10_000
   */
  connectTimeout?: number | undefined
  /**
   * Runs on each opening before anything else, to log in or to resume. What it sends goes ahead of
   * the outbox, and what it takes with `await receive()` reaches no listener; everything else
   * received meanwhile is held and delivered after `open`. When it rejects, the attempt has failed. It
   * may return whether the server goes on where the last link ended, as the event `open` then says.
   * @default none
   */
  handshake?:
    | ((context: HandshakeContext) => HandshakeAnswer | PromiseLike<HandshakeAnswer>)
    | undefined
  /**
   * Follows the position in the server's stream, to go on from there after a loss (`?since=`):
   * returns the position after a message, which all listeners have had by then; `undefined` for the
   * same as before. The next attempt's `url`, `protocols` and `handshake` get it. It is `null` again
   * after `close()`, `failed`, and with another url or none.
   * @default none
   */
  cursor?: ((message: Message, previous: any) => unknown) | undefined
  /**
   * `createSession()` of `vue-heartbeat-socket/session`: nothing is lost over a reconnect, with a server
   * that speaks the subprotocol `heartbeat.v1`.
   * @default none
   */
  session?: SessionOption | undefined
  /** Detects dead links. `false`: no heartbeat. */
  heartbeat?: false | HeartbeatOptions | undefined
  /** When to reconnect. `false`: never. */
  reconnect?: false | ReconnectOptions | undefined
  /** Holds messages while no link is open. `false`: they are dropped. */
  outbox?: false | OutboxOptions | undefined
  /**
   * `'json'` encodes everything but text and binary data, which go as they are, and parses text.
   * `'text'` and `'raw'` never parse and send only text and binary data.
   * @default 'json'
   */
  codec?: 'json' | 'text' | 'raw' | Codec | undefined
  /**
   * Checks every message after it is decoded: a synchronous Standard Schema (zod, valibot, arktype).
   * Listeners, `lastMessage` and the log get its output. For a message that doesn't fit, or makes it
   * throw, there is an `error` event, and a log entry of the kind `invalid`. Heartbeats, and what a
   * `handshake` receives, aren't checked. When the options are checked, the schema gets a few samples,
   * to find out whether it returns promises.
   * @default none
   */
  schema?: StandardSchema<Message> | undefined
  /** The clock and the timers. @default systemTimers() */
  timer?: TimerService | undefined
  /** Signals of the page; `false`: always online and visible. @default the window's */
  page?: PageSignals | false | undefined
  /** The WebSocket class, for tests and Node. @default the global one, looked up at each attempt */
  WebSocket?: WebSocketConstructor | undefined
  /** Returns random numbers in [0, 1), for repeatable runs. @default Math.random */
  random?: (() => number) | undefined
  /** Whether to log each change of status to the console, without tokens. @default false */
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
  /** Throws while it is `CONNECTING`. */
  send(data: any): void
  /** Starts the closing handshake; nothing waits for its end. */
  close(code?: number, reason?: string): void
}
