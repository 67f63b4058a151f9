import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/**
 * A server that says `hello` to each new connection, answers `ping` with `pong`, and otherwise
 * speaks when it is told to.
 */
export class TalkServer {
  readonly #server: WebSocketServer
  #ticking: NodeJS.Timeout | undefined
  readonly #heardAt = new WeakMap<WebSocket, number>()
  #answers = true
  /** All that its clients have said. */
  readonly heard: string[] = []
  /** The longest that it waited for words of a client, in ms. */
  longestSilence = 0
  /** Clients that it sent away because they were silent for too long. */
  sentAway = 0
  /** What it says besides to each new connection. */
  greeting: string | null = null
  /** It says `thanks` for each message of this many characters or more. */
  thanksFrom = Infinity

  static async start(host = '127.0.0.1'): Promise<TalkServer> {
    const server = new TalkServer(host)
    await new Promise((resolve) => server.#server.once('listening', resolve))
    return server
  }

  private constructor(host: string) {
    this.#server = new WebSocketServer({ host, port: 0 })
    this.#server.on('connection', (client) => {
      client.on('error', () => {})
      client.on('message', (data) => this.#hear(client, String(data)))
      this.#heardAt.set(client, Date.now())
      client.send('hello')
      if (this.greeting) client.send(this.greeting)
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get connections(): number {
    return this.#server.clients.size
  }

  broadcast(text: string): void {
    for (const client of this.#server.clients) client.send(text)
  }

  /** Ends all connections, as a server does that stops. */
  hangUp(): void {
    for (const client of this.#server.clients) client.terminate()
  }

  /** Closes all connections in good order, as a server does that restarts. */
  closeAll(code: number): void {
    for (const client of this.#server.clients) client.close(code)
  }

  /** Sends a `tick` on every connection, this often; with 0 no longer. */
  tick(ms: number): void {
    clearInterval(this.#ticking)
    if (ms > 0) this.#ticking = setInterval(() => this.broadcast('tick'), ms)
  }

  /** Hears the clients, and never answers. */
  fallSilent(): void {
    this.#answers = false
  }

  /** Closes each connection that sends nothing for this long, as servers do that demand beats. */
  demandBeats(ms: number): void {
    const demanding = setInterval(() => this.#sendAway(ms), 100)
    this.#server.on('close', () => clearInterval(demanding))
  }

  #sendAway(ms: number): void {
    for (const client of this.#server.clients) {
      const isSilent = this.#noteSilence(client) > ms
      if (!isSilent || client.readyState !== client.OPEN) continue
      client.close(4_000, 'no beat')
      this.sentAway++
    }
  }

  #noteSilence(client: WebSocket): number {
    const silence = Date.now() - this.#heardAt.get(client)!
    this.longestSilence = Math.max(this.longestSilence, silence)
    return silence
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticking)
    this.hangUp()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #hear(client: WebSocket, text: string): void {
    this.#noteSilence(client)
    this.#heardAt.set(client, Date.now())
    this.heard.push(text)
    if (text === 'ping' && this.#answers) client.send('pong')
    if (text.length >= this.thanksFrom) client.send('thanks')
  }
}
