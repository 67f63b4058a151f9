import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'

/** A real server for a test, which answers pings and speaks JSON. */
export interface SmallServer {
  readonly address: string
  /** Sends this on every connection. */
  broadcast(message: object): void
  /** Ends all connections without a word, as a server does that dies. */
  hangUp(): void
}

/** A connection of it. */
export interface Peer {
  readonly request: IncomingMessage
  say(message: object): void
  /** What the client says, but for pings. */
  hears(listener: (message: any) => void): void
}

/** Starts one on a fresh port, until the test is over. */
export async function startServer(connected: (peer: Peer) => void): Promise<SmallServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const say = (client: WebSocket, message: object) => client.send(JSON.stringify(message))
  server.on('connection', (client, request) => {
    client.on('error', () => {})
    client.on('message', (data) => {
      if (String(data) === 'ping') client.send('pong')
    })
    connected({
      request,
      say: (message) => say(client, message),
      hears: (listener) =>
        client.on('message', (data) => {
          if (String(data) !== 'ping') listener(JSON.parse(String(data)))
        }),
    })
  })
  const hangUp = () => {
    for (const client of server.clients) client.terminate()
  }
  onTestFinished(async () => {
    hangUp()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    address: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    broadcast(message) {
      for (const client of server.clients) say(client, message)
    },
    hangUp,
  }
}
