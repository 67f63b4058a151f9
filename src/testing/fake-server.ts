import type { RawData } from '../options/options.ts'
import type { TimerService } from '../timers/index.ts'
import { Network, SimulatedConnection, type FakeConnection } from './fake-connection.ts'
import { checkMs } from './fake-timers.ts'
import { FakeWebSocket, type FakeWebSocketConstructor } from './fake-web-socket.ts'
import { createFakeSessions, type FakeSessions } from './fake-session.ts'
import { joinServer, type JoinableServer } from './joined-server.ts'
import { decode, isSame, matches, toWire, type MessageMatcher } from './messages.ts'
import { mountOptions, type MountOptions, type MountPlugin } from './mount-options.ts'

/** The options by which a socket connects to a fake server; spread them or pass them as they are. */
export interface FakeSocketOptions {
  url: string
  WebSocket: FakeWebSocketConstructor
  timer: TimerService
  /** `false`: always online and visible. */
  page: false
  /** Always 0.5, so that every random delay is in the middle of its range. */
  random: () => number
}

/** The options of `createFakeServer()`. */
export interface FakeServerOptions {
  /** The clock for latency, and for the 60 s after which a browser gives up closing. */
  timers: TimerService
  /**
   * How long everything is on its way, one way, in ms: an answer takes twice this. With 0 the methods
   * take effect at the client before they return, and answers come in a microtask.
   * @default 0
   */
  latency?: number | undefined
  /**
   * The url in `options`; the class takes any other too.
   * @default 'wss://fake-server.test/'
   */
  url?: string | undefined
  /**
   * Recognizes a ping: the same data, binary compared byte by byte, or a predicate.
   * @default 'ping'
   */
  ping?: string | ArrayBuffer | ArrayBufferView | ((data: RawData) => boolean) | undefined
  /**
   * The answer to a ping: data as in `send()`, or a function that returns it. `null`: no answer.
   * @default 'pong'
   */
  pong?: unknown
  /**
   * Speaks `heartbeat.v1`, for sockets with `session: createSession()`: what it sends is numbered, kept
   * and replayed after a reconnect, and what it receives is acknowledged at once. `ping`, `pong` and
   * `answer()` have no effect then.
   * @default false
   */
  session?: boolean | undefined
  /**
   * What `createHeartbeatServer()` returns, made with the same `timer`: the real server at the other
   * end of the fake links. Messages are then published by it, not by `send()` here.
   * @default none
   */
  server?: JoinableServer | undefined
}

/**
 * The server of all connections made with the WebSocket class in `options`.
 *
 * Its methods first deliver what is on its way, then take effect, and the client has had its events
 * when they return; with `latency` these come when `timers` has advanced as far. Nothing is
 * dispatched inside the client's own constructor, `send()` or `close()`.
 */
export interface FakeServer {
  /** For the socket: `new Connection({ ...server.options, heartbeat: false })`. */
  readonly options: FakeSocketOptions
  /**
   * Accepts the attempts that are waiting and, from now on, each new one in a microtask. (At first
   * attempts hang until this or `refuse()` is called.) Ends `goSilent()`: connections that are still
   * open go on, but what was sent meanwhile is lost, close frames too.
   */
  accept(): void
  /**
   * Refuses the attempts that are waiting and, from now on, each new one: `error`, then `close`
   * with 1006. Open connections don't change, nor do silent ones.
   */
  refuse(): void
  /**
   * Sends to all open connections, or to the one given. Text and binary data go as they are, anything
   * else as JSON.
   *
   * @throws TypeError when JSON can't express `data`, and for a Blob, whose bytes can't be read
   *   synchronously
   */
  send(data: unknown, connection?: FakeConnection): void
  /**
   * Answers each message that `matcher` means, from now on, to the connection that it came from; as
   * pongs do, answers come in a microtask, or after the latency. Where several match, the one that
   * was added last answers.
   *
   * @param matcher - `{ op: 'get' }`: messages with this member; or a predicate
   * @param reply - as in `send()`, or a function that makes it of the message; `undefined`: no answer
   * @returns the remover
   */
  answer(matcher: MessageMatcher, reply: unknown): () => void
  /**
   * Sends a close frame to all open connections, or to the one given.
   *
   * @param code - 1000 by default; 1005 for a frame without a code
   */
  close(code?: number, reason?: string, connection?: FakeConnection): void
  /**
   * Breaks all open connections, silent ones too, or the one given: the client gets `close` with
   * 1006, not clean, and no `error`. A connection given while it is connecting gets both.
   */
  drop(connection?: FakeConnection): void
  /**
   * Half-open: from now on nothing arrives, in either direction, without any event. New attempts
   * hang. A socket that its client closes gets its `close` event (1006) only after 60 s. All this
   * until `accept()`.
   *
   * With a connection given, only that one goes silent, and new attempts are treated as before.
   */
  goSilent(connection?: FakeConnection): void
  /**
   * For `mount()` of @vue/test-utils: a Pinia and the plugin, whose sockets connect to this server.
   *
   * @param plugins - further ones. A Pinia among them is used, and so are the options of the plugin:
   *   `[HeartbeatSocket, { sockets: { chat: { url } } }]`
   */
  mountOptions(plugins?: readonly MountPlugin[]): MountOptions
  /** What has reached the server from all clients, in order, without pings. Bytes are copies. */
  readonly received: readonly RawData[]
  /** The same, decoded: text that is JSON is parsed, everything else is as it came. */
  readonly messages: readonly any[]
  /** The pings that have reached the server from all clients, in order. */
  readonly pings: readonly RawData[]
  /** All connections ever made, oldest first, ended ones included. */
  readonly connections: readonly FakeConnection[]
}

/**
 * Creates a fake server with a WebSocket class of its own.
 *
 * @throws TypeError when `latency` is negative, infinite or not a number
 */
export function createFakeServer(options: FakeServerOptions): FakeServer {
  const { timers, latency = 0, url = 'wss://fake-server.test/' } = options
  const { ping = 'ping', pong = 'pong' } = options
  checkMs(latency)
  const network = new Network(timers, latency, {
    onMessage: (connection, data) => (sessions?.receive ?? onMessage)(connection, data),
    onEnd: (connection) => sessions?.ended(connection),
  })
  const connections: SimulatedConnection[] = []
  const received: RawData[] = []
  const pings: RawData[] = []
  /** The newest first. */
  let answers: { readonly matcher: MessageMatcher; readonly reply: unknown }[] = []
  let attempts: 'hang' | 'accept' | 'refuse' = 'hang'
  const noteMessage = (connection: SimulatedConnection, data: RawData) =>
    note(connection, data, false)
  const fake = options.session
    ? createFakeSessions({
        received: noteMessage,
        pinged: (connection, data) => note(connection, data, true),
      })
    : undefined
  const sessions = options.server ? joinServer(options.server, noteMessage) : fake

  class WebSocket extends FakeWebSocket {
    static override connect = (socket: FakeWebSocket, protocols: readonly string[]) => {
      const connection = new SimulatedConnection(socket, protocols, network)
      connections.push(connection)
      network.toServer(() => {
        connection.hasAsked = true
        decideOn(connection)
      })
      return connection
    }
  }

  function decideOn(connection: SimulatedConnection): void {
    if (!connection.hasAsked || connection.isSilent) return
    if (attempts === 'accept') open(connection)
    if (attempts === 'refuse') connection.refuse()
  }

  function open(connection: SimulatedConnection): void {
    if (connection.readyState > 0) return
    connection.open()
    sessions?.opened(connection)
  }

  function note(connection: SimulatedConnection, data: RawData, isPing: boolean): void {
    const logs = isPing ? [pings, connection.pings] : [received, connection.received]
    for (const log of logs) log.push(data)
  }

  function onMessage(connection: SimulatedConnection, data: RawData): void {
    const isPing = typeof ping === 'function' ? ping(data) : isSame(ping, data)
    note(connection, data, isPing)
    const reply = isPing ? makeReply(pong, data) : replyTo(connection, decode(data))
    const none = isPing ? null : undefined
    if (reply !== none) connection.say(toWire(reply))
  }

  function replyTo(connection: SimulatedConnection, message: unknown): unknown {
    const found = answers.find(({ matcher }) => matches(matcher, message, connection))
    return makeReply(found?.reply, message, connection)
  }

  /** Delivers what is on its way, then runs `step` for each connection, or for the one given. */
  function forEach(step: (target: SimulatedConnection) => void, one?: FakeConnection): void {
    network.deliver()
    connections.filter((connection) => connection === (one ?? connection)).forEach(step)
    network.deliver()
  }

  /** Text is JSON too in a session. */
  function publish(sessionsOf: FakeSessions, data: unknown, one?: FakeConnection): void {
    const wire = toWire(typeof data === 'string' ? JSON.stringify(data) : data)
    network.deliver()
    sessionsOf.publish(wire, one ? connections.filter((each) => each === one) : connections)
    network.deliver()
  }

  function decide(mode: 'accept' | 'refuse'): void {
    attempts = mode
    forEach((target) => {
      if (mode === 'accept' || target.readyState === 0) target.isSilent = false
      decideOn(target)
    })
  }

  const socketOptions = { url, WebSocket, timer: timers, page: false, random: () => 0.5 } as const
  return {
    options: socketOptions,
    received,
    pings,
    connections,
    get messages() {
      return received.map(decode)
    },
    accept: () => decide('accept'),
    refuse: () => decide('refuse'),
    send(data, connection) {
      if (fake) return publish(fake, data, connection)
      const wire = toWire(data)
      forEach((target) => target.say(wire), connection)
    },
    answer(matcher, reply) {
      const one = { matcher, reply }
      answers = [one, ...answers]
      return () => {
        answers = answers.filter((other) => other !== one)
      }
    },
    mountOptions: (plugins) => mountOptions(socketOptions, plugins),
    close(code = 1000, reason = '', connection) {
      forEach((target) => target.close(code, reason), connection)
    },
    drop(connection) {
      forEach((target) => {
        if (connection !== undefined || target.readyState > 0) target.drop()
      }, connection)
    },
    goSilent(connection) {
      if (connection === undefined) attempts = 'hang'
      forEach((target) => void (target.isSilent = true), connection)
    },
  }
}

/** @param reply - the reply itself, or a function that makes it */
function makeReply(reply: unknown, ...given: unknown[]): unknown {
  return typeof reply === 'function' ? reply(...given) : reply
}
