import type { RawData } from '../socket/options.ts'
import type { TimerService } from '../timer/index.ts'
import { checkMs } from './check.ts'
import { isSame } from './data.ts'
import type { FakeConnection } from './fake-connection.ts'
import type { FakeTimers } from './fake-timers.ts'
import { Server } from './server.ts'
import type { FakeSocketOptions } from './server.ts'

export interface FakeServerOptions {
  /** Where latency, and the browser's patience with a silent server, get their time from. */
  timers: TimerService & Partial<Pick<FakeTimers, 'setNetworkTimeout'>>
  /**
   * How long everything is on its way, one way, in ms: an answer takes twice this. With 0 steering
   * calls reach the client before they return, and answers come with the microtasks.
   * @default 0
   */
  latency?: number | undefined
  /** The url in `options`; clients of the class may dial any. @default 'wss://fake-server.test/' */
  url?: string | undefined
  /**
   * What counts as a ping: data, binary ones compared byte by byte, or a predicate.
   * @default 'ping'
   */
  ping?: string | ArrayBuffer | ArrayBufferView | ((data: RawData) => boolean) | undefined
  /**
   * What answers a ping: data as in `send()`, or a function that makes it of the ping. `null`: a
   * server that knows no heartbeat.
   * @default 'pong'
   */
  pong?: unknown
}

/**
 * The other end of all connections made with the WebSocket class in `options`.
 *
 * Steering calls first deliver what is on its way, then take effect, and the client has had its
 * events when they return; with `latency` these come when `timers` has advanced so far. Nothing is
 * dispatched inside the client's own constructor, `send()` or `close()`.
 */
export interface FakeServer {
  /** For the socket: `new Connection({ ...server.options, heartbeat: false })`. */
  readonly options: FakeSocketOptions
  /**
   * Accepts the handshakes that are waiting and, from now on, each new one as it comes, with the
   * microtasks. (At first handshakes hang until this or `refuse()` is called.) Ends `goSilent()`:
   * connections that were kept live on, and what was held up on the way arrives, in order.
   */
  accept(): void
  /**
   * Refuses the handshakes that are waiting and, from now on, each new one: `error`, then `close`
   * with 1006. Open connections stay as they are, silent ones silent.
   */
  refuse(): void
  /**
   * Sends to all open connections, or to the one given; to none if there is none. Text and binary
   * data go as they are, anything else as JSON.
   * @throws TypeError when JSON can't express `data`; for a Blob that a client wants as an
   * ArrayBuffer, because Blobs can't be read synchronously; for another server's connection
   */
  send(data: unknown, connection?: FakeConnection): void
  /**
   * Sends a close frame to all open connections, or to the one given. 1005 sends none of `code` and
   * `reason`.
   * @throws TypeError for a code that no close frame can carry, a reason of more than 123 bytes,
   * another server's connection
   */
  close(code?: number, reason?: string, connection?: FakeConnection): void
  /**
   * Breaks all open connections, silent ones too, or the one given: the client gets `close` with
   * 1006, not clean, and no `error`. A connection given while it is connecting gets both.
   * @throws TypeError for another server's connection
   */
  drop(connection?: FakeConnection): void
  /**
   * Half-open: from now on nothing arrives, in either direction, and nobody is told. New handshakes
   * hang. What a client closes gets its `close` event (1006) only after 60 s. Until `accept()`.
   *
   * With a connection given, only that one goes silent, for good, and new handshakes are treated as
   * before.
   * @throws TypeError for another server's connection
   */
  goSilent(connection?: FakeConnection): void
  /** What came through from all clients, in order, without pings. Bytes are copies. */
  readonly received: readonly RawData[]
  /** The pings that came through from all clients, in order. */
  readonly pings: readonly RawData[]
  /** All connections ever made, oldest first, whatever has become of them. */
  readonly connections: readonly FakeConnection[]
}

/**
 * Makes a fake server with a WebSocket class of its own.
 * @throws TypeError when `latency` is negative, infinite or not a number
 */
export function createFakeServer(options: FakeServerOptions): FakeServer {
  const { timers, latency = 0, url = 'wss://fake-server.test/', ping = 'ping' } = options
  checkMs(latency, 'latency')
  // Not a default of the destructuring: `null` and `undefined` differ here.
  const pong = options.pong === undefined ? 'pong' : options.pong

  return new Server({
    url,
    latency,
    timer: timers,
    later: (fn, ms) =>
      timers.setNetworkTimeout ? timers.setNetworkTimeout(fn, ms) : timers.setTimeout(fn, ms),
    cancel: (handle) => timers.clearTimeout(handle),
    isPing: (data) => (typeof ping === 'function' ? ping(data) : isSame(ping, data)),
    answer: (data) => (typeof pong === 'function' ? pong(data) : pong),
  })
}
