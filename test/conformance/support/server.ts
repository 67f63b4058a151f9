import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { createBehaviours, refusals, type Behaviour } from './behaviours.ts'
import type { Addresses } from './peer.ts'

export interface TestServer {
  readonly addresses: Addresses
  close(): Promise<void>
}

const SPARE_PORTS = 32

/** A server whose behaviour follows from the path, on many ports. */
export async function openServer(): Promise<TestServer> {
  const accept = createHandshakes(createBehaviours())
  const [main, unused, ...spare] = await Promise.all(
    Array.from({ length: SPARE_PORTS + 2 }, () => listen(accept)),
  )
  await unused!.stop()
  return {
    addresses: {
      port: main!.port,
      closed: unused!.port,
      spare: spare.map(({ port }) => port),
    },
    close: async () => void (await Promise.all([main!, ...spare].map(({ stop }) => stop()))),
  }
}

type Accept = (request: IncomingMessage, tcp: Duplex, head: Buffer) => void

function createHandshakes(behaviours: Record<string, Behaviour>): Accept {
  const plain = createProtocol(false)
  const deflating = createProtocol(true)
  return (request, tcp, head) => {
    // A client that goes in the middle of a handshake.
    tcp.on('error', () => {})
    const { pathname, searchParams } = urlOf(request)
    const name = pathname.slice(1)
    const refuse = refusals[name]
    if (refuse) return refuse(tcp, searchParams)
    const server = name === 'deflate' ? deflating : plain
    server.handleUpgrade(request, tcp, head, (socket) => {
      socket.on('error', () => {})
      const behave = behaviours[name] ?? behaviours.echo!
      behave(socket, searchParams, request)
    })
  }
}

function createProtocol(perMessageDeflate: boolean): WebSocketServer {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate,
    handleProtocols: ([first], request) =>
      urlOf(request).searchParams.get('select') ?? first ?? false,
  })
  return server.on('headers', (headers, request) => {
    const extension = urlOf(request).searchParams.get('extension')
    if (extension) headers.push(`Sec-WebSocket-Extensions: ${extension}`)
  })
}

function urlOf({ url }: IncomingMessage): URL {
  return new URL(url!, 'ws://127.0.0.1')
}

interface Listening {
  readonly port: number
  stop(): Promise<void>
}

async function listen(accept: Accept): Promise<Listening> {
  const server = createServer((_, response) => void response.writeHead(404).end())
  const clients = new Set<Duplex>()
  server.on('upgrade', accept)
  server.on('connection', (tcp) => {
    clients.add(tcp)
    tcp.on('close', () => clients.delete(tcp))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      for (const tcp of clients) tcp.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
