import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export const HOST = '127.0.0.1'

export interface ListenerOptions {
  /** 0 takes a fresh one at the first start. */
  readonly port: number
  /** Whether new connections are dropped. */
  refuses(): boolean
  upgrade(request: IncomingMessage, tcp: Socket, head: Buffer): void
}

/** Listens on the loopback interface, on the same port at every start. */
export class Listener {
  /** TCP connections since the first start, refused ones included. */
  attempts = 0

  #port: number
  #http: Server | null = null
  readonly #options: ListenerOptions
  readonly #sockets = new Set<Socket>()

  constructor(options: ListenerOptions) {
    this.#options = options
    this.#port = options.port
  }

  get port(): number {
    return this.#port
  }

  get running(): boolean {
    return this.#http !== null
  }

  /** Rejects when the port is taken. */
  async start(): Promise<void> {
    const http = createServer((_request, response) => response.writeHead(426).end())
    http.on('connection', (tcp) => this.#connected(tcp))
    http.on('upgrade', (request, tcp, head) => this.#options.upgrade(request, tcp as Socket, head))
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(this.#port, HOST, resolve)
    })
    this.#http = http
    this.#port = (http.address() as AddressInfo).port
  }

  /** Ends all connections, too. */
  async stop(): Promise<void> {
    const http = this.#http
    this.#http = null
    const closed = new Promise((resolve) => http?.close(resolve))
    for (const tcp of this.#sockets) tcp.destroy()
    await closed
  }

  /** Resets every connection. */
  reset(): void {
    for (const tcp of this.#sockets) tcp.resetAndDestroy()
  }

  #connected(tcp: Socket): void {
    this.attempts++
    if (this.#options.refuses()) {
      tcp.destroy()
      return
    }
    // Small messages should show when they were sent, not when the kernel gathered enough of them.
    tcp.setNoDelay()
    this.#sockets.add(tcp)
    tcp.once('close', () => this.#sockets.delete(tcp))
  }
}
