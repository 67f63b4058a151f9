import { onTestFinished } from 'vitest'
import { Connection, type SocketEvents, type SocketOptions } from 'vue-heartbeat-socket/socket'
import { WebSocket } from 'ws'

export interface Kit {
  readonly connection: Connection
  /** The messages that listeners got. */
  readonly messages: any[]
  /** What `open` said of each opening. */
  readonly openings: SocketEvents['open'][0][]
}

/** A connection over a real socket, which is soon back after a loss, until the test is over. */
export function connect(options: SocketOptions): Kit {
  const connection = new Connection({
    reconnect: { spread: 20, minDelay: 20, maxDelay: 100 },
    WebSocket: WebSocket as unknown as NonNullable<SocketOptions['WebSocket']>,
    ...options,
  })
  onTestFinished(() => connection.dispose())
  const kit: Kit = { connection, messages: [], openings: [] }
  connection.on('message', (message) => kit.messages.push(message))
  connection.on('open', (opening) => kit.openings.push(opening))
  return kit
}

/** How long what must come may take, on a busy machine. */
export const POLL = { timeout: 20_000, interval: 10 }

export const FIRST = { reconnected: false, recovered: null }
export const RECOVERED = { reconnected: true, recovered: true }
export const NOT_RECOVERED = { reconnected: true, recovered: false }
