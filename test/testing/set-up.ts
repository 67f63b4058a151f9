import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type {
  FakeConnection,
  FakeServer,
  FakeServerOptions,
  FakeTimers,
  FakeWebSocket,
} from 'vue-heartbeat-socket/testing'

export interface Client {
  socket: FakeWebSocket
  connection: FakeConnection
  /** Every event that the socket has had: `open`, `message 1`, `error`, `close 1000 why clean`. */
  events: string[]
}

export interface Kit {
  timers: FakeTimers
  server: FakeServer
  connect(protocols?: string | string[]): Client
  connectOpen(protocols?: string | string[]): Client
}

export function setUp(options: Partial<FakeServerOptions> = {}): Kit {
  const timers = createFakeTimers()
  const server = createFakeServer({ timers, ...options })

  function connect(protocols?: string | string[]): Client {
    const socket = new server.options.WebSocket(server.options.url, protocols)
    const events: string[] = []
    for (const type of ['open', 'message', 'error', 'close']) {
      socket.addEventListener(type, (event) => events.push(describeEvent(event)))
    }
    return { socket, connection: server.connections.at(-1)!, events }
  }
  function connectOpen(protocols?: string | string[]): Client {
    const client = connect(protocols)
    server.accept()
    client.events.length = 0
    return client
  }
  return { timers, server, connect, connectOpen }
}

/** Lets pending microtasks run. */
export const microtasks = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

function describeEvent(event: Event): string {
  if (event.type === 'message') return `message ${(event as MessageEvent).data}`
  if (event.type !== 'close') return event.type
  const { code, reason, wasClean } = event as CloseEvent
  return `close ${code} '${reason}' ${wasClean ? 'clean' : 'not clean'}`
}
