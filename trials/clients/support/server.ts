import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'

/** Speaks a protocol to those who connect. Made anew when the server returns. */
export type Service = (server: WebSocketServer) => void

/** A real server that can die, return, and fall silent. */
export interface Server {
  readonly url: string
  /** How many sockets are open. */
  readonly connections: number
  /** Terminates the sockets and closes the port. */
  kill(): Promise<void>
  /** Comes back on the same port, knowing nothing of what was. */
  restart(): Promise<void>
  /** The network goes: nothing more is heard from the present sockets, and nothing reaches them. */
  silence(): void
}

export async function startServer(serve: Service): Promise<Server> {
  const links = new Set<Socket>()
  let server = await listen(0)
  const { port } = server.address() as AddressInfo
  onTestFinished(kill)

  async function listen(at: number): Promise<WebSocketServer> {
    const next = new WebSocketServer({ host: '127.0.0.1', port: at })
    next.on('connection', (_socket, { socket }) => {
      links.add(socket)
      socket.on('close', () => links.delete(socket))
    })
    serve(next)
    await once(next, 'listening')
    return next
  }

  async function kill(): Promise<void> {
    if (!server.address()) return
    const closed = once(server, 'close')
    for (const client of server.clients) client.terminate()
    server.close()
    await closed
  }

  return {
    url: `ws://127.0.0.1:${port}`,
    get connections() {
      return server.clients.size
    },
    kill,
    async restart() {
      server = await listen(port)
    },
    silence() {
      for (const link of links) {
        link.pause()
        link.cork()
      }
    },
  }
}
