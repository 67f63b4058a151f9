import { Connection, ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'

/** A socket of either kind. */
export interface Subject {
  /** What the garbage collector must be able to take. */
  readonly object: object
  send(data: string): void
  /** Ends it as its users do. */
  end(): void
}

export type Make = (options: SocketOptions) => Subject

const EVENTS = ['status', 'open', 'stable', 'message', 'close', 'error', 'drop'] as const

/** Ends by `dispose()`, after `close()` or without it. */
export const makeConnection = (closes: boolean): Make => {
  return (options) => {
    const connection = new Connection(options)
    for (const name of EVENTS) connection.on(name, () => connection.status)
    return {
      object: connection,
      send: (data) => void connection.send(data),
      end() {
        if (closes) connection.close()
        connection.dispose()
      },
    }
  }
}

export const makeReconnecting: Make = ({ url, WebSocket, timer, page, random }) => {
  const socket = new ReconnectingWebSocket(url!, [], {
    WebSocket,
    timer,
    page,
    random,
    heartbeat: {},
  })
  for (const name of ['connecting', 'open', 'message', 'error', 'close']) {
    socket.addEventListener(name, () => socket.readyState)
  }
  return {
    object: socket,
    send(data) {
      if (socket.readyState === socket.OPEN) socket.send(data)
    },
    end: () => socket.close(),
  }
}
