import type { RawData } from '../options/options.ts'
import type { TimerService } from '../timers/index.ts'
import { Connection, Network, type FakeConnection } from './fake-connection.ts'
import { checkMs } from './fake-timers.ts'
import { bytesOf, FakeWebSocket, type FakeWebSocketConstructor } from './fake-web-socket.ts'

/** A fake server's part of a socket's options; spread them or pass them as they are. */
export interface FakeSocketOptions {
  url: string
  WebSocket: FakeWebSocketConstructor
  timer: TimerService
  /** `false`: online and visible. */
  page: false
  /** Always 0.5, so that every random delay is the middle of its range. */
  random: () => number
}

export interface FakeServerOptions {
  /** Where latency, and the browser's patience with a silent server, get their time from. */
  timers: TimerService
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
   * What answers a ping: data as in `send()`, or a function that makes it of the ping. `null`: no
   * answer.
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
   * connections that were kept live on, but what was sent meanwhile is lost, close frames too.
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
   * @throws TypeError when JSON can't express `data`, and for a Blob, whose bytes can't be had at
   * once
   */
  send(data: unknown, connection?: FakeConnection): void
  /**
   * Sends a close frame to all open connections, or to the one given. 1005 stands for one without
   * a code.
   */
  close(code?: number, reason?: string, connection?: FakeConnection): void
  /**
   * Breaks all open connections, silent ones too, or the one given: the client gets `close` with
   * 1006, not clean, and no `error`. A connection given while it is connecting gets both.
   */
  drop(connection?: FakeConnection): void
  /**
   * Half-open: from now on nothing arrives, in either direction, and nobody is told. New handshakes
   * hang. What a client closes gets its `close` event (1006) only after 60 s. Until `accept()`.
   *
   * With a connection given, only that one goes silent, and new handshakes are treated as before.
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
  const { timers, latency = 0, url = 'wss://fake-server.test/' } = options
  const { ping = 'ping', pong = 'pong' } = options
  checkMs(latency)
  const network = new Network(timers, latency, heard)
  const connections: Connection[] = []
  const received: RawData[] = []
  const pings: RawData[] = []
  let handshakes: 'hang' | 'accept' | 'refuse' = 'hang'

  class WebSocket extends FakeWebSocket {
    static override dial = (socket: FakeWebSocket, protocols: readonly string[]): Connection => {
      const connection = new Connection(socket, protocols, network)
      connections.push(connection)
      network.toServer(() => {
        connection.hasAsked = true
        answer(connection)
      })
      return connection
    }
  }

  function answer(connection: Connection): void {
    if (!connection.hasAsked || connection.isSilent) return
    if (handshakes === 'accept') connection.open()
    if (handshakes === 'refuse') connection.refuse()
  }

  function heard(connection: Connection, data: RawData): void {
    const isPing = typeof ping === 'function' ? ping(data) : isSame(ping, data)
    const logs = isPing ? [pings, connection.pings] : [received, connection.received]
    for (const log of logs) log.push(data)
    if (!isPing) return
    const reply = typeof pong === 'function' ? pong(data) : pong
    if (reply !== null) connection.say(toWire(reply))
  }

  /** Lets what is underway arrive, then takes the step for each connection, or for the one given. */
  function steer(step: (target: Connection) => void, one?: FakeConnection): void {
    network.deliver()
    connections.filter((connection) => connection === (one ?? connection)).forEach(step)
    network.deliver()
  }

  function decide(mode: 'accept' | 'refuse'): void {
    handshakes = mode
    steer((target) => {
      if (mode === 'accept' || target.readyState === 0) target.isSilent = false
      answer(target)
    })
  }

  return {
    options: { url, WebSocket, timer: timers, page: false, random: () => 0.5 },
    received,
    pings,
    connections,
    accept: () => decide('accept'),
    refuse: () => decide('refuse'),
    send(data, connection) {
      const wire = toWire(data)
      steer((target) => target.say(wire), connection)
    },
    close(code = 1000, reason = '', connection) {
      steer((target) => target.close(code, reason), connection)
    },
    drop(connection) {
      steer((target) => {
        if (connection !== undefined || target.readyState > 0) target.drop()
      }, connection)
    },
    goSilent(connection) {
      if (connection === undefined) handshakes = 'hang'
      steer((target) => void (target.isSilent = true), connection)
    },
  }
}

/**
 * What the fake server puts on the wire.
 * @throws TypeError for a Blob, and when JSON can't express the data
 */
function toWire(data: unknown): string | ArrayBuffer {
  if (typeof data === 'string') return data
  const bytes = bytesOf(data)
  if (bytes !== null) return bytes.slice().buffer as ArrayBuffer
  const json = data instanceof Blob ? undefined : JSON.stringify(data)
  if (json === undefined) throw new TypeError(`A fake server can't send ${String(data)}`)
  return json
}

/** Whether two messages are the same; bytes are compared. */
function isSame(a: RawData, b: RawData): boolean {
  const bytes = bytesOf(a)
  return a === b || (bytes !== null && String(bytes) === String(bytesOf(b)))
}
