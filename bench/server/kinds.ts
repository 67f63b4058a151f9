import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as SocketIo } from 'socket.io'
import { createHeartbeatServer } from 'vue-heartbeat-socket/server'
import { WebSocketServer } from 'ws'

/** Our server, one that knows nothing but `ws`, and socket.io with connection state recovery. */
export type Kind = 'ours' | 'ws' | 'socket.io'

export const KINDS: readonly Kind[] = ['ours', 'ws', 'socket.io']

export interface Subject {
  readonly port: number
  /** Sends one message to all clients. */
  publish(): Promise<void>
  /** What `ws` alone sends to a client that connects. */
  onConnection: (send: (text: string) => void) => void
}

/** 48 bytes as JSON. */
export const MESSAGE = { symbol: 'ABCDEF', price: 101.25, volume: 123_456 }
export const TEXT = JSON.stringify(MESSAGE)

export async function start(kind: Kind): Promise<Subject> {
  const server = createServer()
  const subject = makers[kind](server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 10_000, resolve))
  return Object.assign(subject, { port: (server.address() as AddressInfo).port })
}

type Made = Omit<Subject, 'port'>

const makers: Readonly<Record<Kind, (server: Server) => Made>> = {
  ours(server) {
    const live = createHeartbeatServer({
      authenticate: (_request, auth) => ({ user: String(auth), channels: ['news'] }),
      idleTimeout: Infinity,
    })
    const wss = new WebSocketServer({ server, ...live.wsOptions })
    wss.on('connection', live.accept)
    return { publish: () => live.publish('news', MESSAGE), onConnection: () => {} }
  },
  ws(server) {
    const wss = new WebSocketServer({ server })
    const made: Made = {
      async publish() {
        for (const client of wss.clients) client.send(TEXT)
      },
      onConnection: () => {},
    }
    wss.on('connection', (socket) => made.onConnection((text) => socket.send(text)))
    return made
  },
  'socket.io'(server) {
    const io = new SocketIo(server, {
      transports: ['websocket'],
      pingInterval: 3_600_000,
      connectionStateRecovery: {},
    })
    return {
      async publish() {
        io.emit('message', MESSAGE)
      },
      onConnection: () => {},
    }
  },
}
