import { backoff, Connection, type SocketOptions } from 'vue-heartbeat-socket/socket'
import { MessageLog } from '../../src/store/log.ts'
import { FakeSocket, FakeWebSocket } from './fake-socket.ts'
import {
  makeBare,
  makeConnection,
  makeMirrored,
  makeReconnecting,
  type Subject,
} from './subjects.ts'

/** Something small that is done often. */
export interface Task {
  readonly name: string
  /** How often `run` does it; a clock can't measure it once. */
  readonly times: number
  readonly run: () => void
}

const TIMES = 1_000

const events = Array.from({ length: TIMES }, (_, id) => ({
  data: `{"id":${id},"text":"news news news news news"}`,
}))

export const tasks: readonly Task[] = [
  receiving('a message: bare handler', makeBare()),
  receiving('a message: `Connection`, text', makeConnection()),
  receiving('a message: `Connection`, text, no heartbeat', makeConnection({ heartbeat: false })),
  receiving('a message: `Connection`, json', makeConnection({ codec: 'json' })),
  receiving("a message: with a store's log and counters, text", makeMirrored()),
  receiving('a message: `ReconnectingWebSocket`', makeReconnecting()),
  beating(),
  { name: 'a delay: `backoff()`', times: TIMES, run: draw },
  appending(200),
  appending(10_000),
  snapshot(200),
  snapshot(10_000),
  sending(),
  queueing(),
]

function receiving(name: string, { socket }: Subject): Task {
  return {
    name,
    times: TIMES,
    run() {
      for (const event of events) socket.onmessage!(event)
    },
  }
}

function beating(): Task {
  const { socket } = makeConnection()
  const pong = { data: 'pong' }
  return {
    name: 'a heartbeat recognised',
    times: TIMES,
    run() {
      for (let n = 0; n < TIMES; n++) socket.onmessage!(pong)
    },
  }
}

function draw(): void {
  const options = { spread: 5_000, minDelay: 2_000, maxDelay: 30_000, factor: 2 }
  for (let retry = 1; retry <= TIMES; retry++) backoff(retry, options, Math.random)
}

function logOf(size: number): MessageLog {
  const log = new MessageLog()
  log.resize({ size, maxBytes: 4_194_304, heartbeats: false })
  for (let n = 0; n < size; n++) add(log, n)
  return log
}

function add(log: MessageLog, n: number): void {
  const { data } = events[n % TIMES]!
  log.add(1_800_000_000_000 + n, 'received', 'message', data, data)
}

function appending(size: number): Task {
  const log = logOf(size)
  return {
    name: `an entry into a full log of ${size}`,
    times: TIMES,
    run() {
      for (let n = 0; n < TIMES; n++) add(log, n)
    },
  }
}

function snapshot(size: number): Task {
  const log = logOf(size)
  return {
    name: `reading a log of ${size}`,
    times: 100,
    run() {
      for (let n = 0; n < 100; n++) log.entries()
    },
  }
}

function sending(): Task {
  // A process that a benchmark keeps busy looks as if it had slept, and its link is suspected.
  const connection = connectionTo({ heartbeat: false })
  FakeSocket.last.open()
  return { name: '`send()`, open', times: TIMES, run: () => sendAll(connection) }
}

function queueing(): Task {
  const connection = connectionTo()
  return { name: '`send()`, into a full outbox', times: TIMES, run: () => sendAll(connection) }
}

function connectionTo(options: Partial<SocketOptions> = {}): Connection {
  return new Connection({
    url: 'ws://bench.test',
    WebSocket: FakeWebSocket,
    page: false,
    connectTimeout: 600_000,
    ...options,
  })
}

function sendAll(connection: Connection): void {
  for (const { data } of events) connection.send(data)
}
