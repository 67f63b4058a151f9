import { Connection, ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { Mirror } from '../../src/store/mirror.ts'
import { resolveStoreOptions } from '../../src/store/plugin-options.ts'
import { FakeSocket, FakeWebSocket } from './fake-socket.ts'

/** Something that receives what its fake socket is told to. */
export interface Subject {
  readonly socket: FakeSocket
  /** How many characters its listener has read. */
  readonly read: () => number
  end(): void
}

const ADDRESS = 'ws://bench.test'
const BASE = { WebSocket: FakeWebSocket, page: false } as const

/** What a listener costs that calls nothing. */
export function makeBare(): Subject {
  const socket = new FakeSocket()
  let read = 0
  socket.onmessage = (event) => void (read += (event as MessageEvent).data.length)
  return { socket, read: () => read, end: () => {} }
}

export function makeConnection(options: Partial<SocketOptions> = {}): Subject {
  const connection = new Connection({ ...BASE, url: ADDRESS, codec: 'text', ...options })
  return listenTo(connection, FakeSocket.last)
}

/** With what a store has: log, counters, and the request for a frame. */
export function makeMirrored(options: Partial<SocketOptions> = {}): Subject {
  const connection = new Connection({ ...BASE, url: ADDRESS, codec: 'text', ...options })
  const mirror = new Mirror()
  mirror.bind(connection)
  mirror.setLog(resolveStoreOptions({}).log)
  return listenTo(connection, FakeSocket.last)
}

export function makeReconnecting(): Subject {
  const socket = new ReconnectingWebSocket(ADDRESS, [], { ...BASE, heartbeat: {} })
  const native = FakeSocket.last
  let read = 0
  socket.addEventListener('message', ({ data }) => void (read += data.length))
  native.open()
  return { socket: native, read: () => read, end: () => socket.close() }
}

function listenTo(connection: Connection, socket: FakeSocket): Subject {
  let read = 0
  connection.on('message', (message) => void (read += message.length ?? 1))
  socket.open()
  return { socket, read: () => read, end: () => connection.dispose() }
}
