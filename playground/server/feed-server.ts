import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { isLocal, reject } from './admission.ts'
import { NO_FAULTS, type Faults } from './faults.ts'
import { startFlood } from './flood.ts'
import { HeldHandshakes } from './held-handshakes.ts'
import { createMeter, type Meter } from './metrics.ts'
import { Peers } from './peers.ts'
import { Tally } from './tally.ts'

export type { Faults } from './faults.ts'

export interface FeedServerOptions {
  /** 0 takes a fresh one. @default 0 */
  port?: number
  /** Time between two messages of the feed, in ms. @default 250 */
  interval?: number
}

const HOST = '127.0.0.1'
const PATHS = ['/feed', '/echo']
const MAX_RECEIVED = 100
const MAX_TEXT = 2_000

/**
 * A WebSocket server on the loopback interface that can be broken in many ways.
 *
 * `/feed` sends the figures of this machine and answers whatever it gets, but for heartbeats, with
 * `{ type: 'echo', data }`; `/echo` sends back what it gets. Binary data come back as they are.
 * Numbered messages, `count:<series>:<number>`, are counted and not answered.
 */
export class FeedServer {
  /** TCP connections since the first start, refused ones included. */
  attempts = 0
  /** WebSocket connections accepted since the first start. */
  accepted = 0
  /** Heartbeats that came since the first start, answered or not. */
  pings = 0
  /** Other messages that came since the first start. */
  messages = 0
  /** The newest of these messages: long ones cut, of binary ones the size. */
  readonly received: string[] = []
  /** Numbered messages, which are not among these. */
  readonly tally: Tally = new Tally()

  #port: number
  #faults: Faults = { ...NO_FAULTS }
  #http: Server | null = null
  #transition: Promise<void> = Promise.resolve()
  #meter: Meter | null = null
  #feedTimer: NodeJS.Timeout | undefined
  #endFlood: (() => void) | null = null
  #restartTimer: NodeJS.Timeout | undefined
  readonly #interval: number
  readonly #sockets = new Set<Socket>()
  readonly #peers = new Peers(() => this.#faults)
  readonly #websockets = new WebSocketServer({ noServer: true, clientTracking: false })
  readonly #held = new HeldHandshakes((request, tcp, head) => this.#accept(request, tcp, head))

  constructor({ port = 0, interval = 250 }: FeedServerOptions = {}) {
    this.#port = port
    this.#interval = interval
  }

  /** Address of the feed. */
  get url(): string {
    return `ws://${HOST}:${this.#port}/feed`
  }

  /** Address of the echo. */
  get echoUrl(): string {
    return `ws://${HOST}:${this.#port}/echo`
  }

  /** The same for every start; 0 before the first one where none was asked for. */
  get port(): number {
    return this.#port
  }

  get running(): boolean {
    return this.#http !== null
  }

  get faults(): Readonly<Faults> {
    return { ...this.#faults }
  }

  /** WebSocket connections, frozen ones included, stranded ones not. */
  get connections(): number {
    return this.#peers.size
  }

  /** WebSocket connections that are half-open for good. */
  get stranded(): number {
    return this.#peers.stranded
  }

  /** Rejects when the port is taken. */
  start(): Promise<void> {
    clearTimeout(this.#restartTimer)
    return this.#next(() => this.#start())
  }

  /** Ends every connection without a closing handshake, and the listener. */
  stop(): Promise<void> {
    clearTimeout(this.#restartTimer)
    return this.#next(() => this.#stop())
  }

  set(faults: Partial<Faults>): void {
    const before = this.faults
    Object.assign(this.#faults, faults)
    if (this.#faults.frozen !== before.frozen) this.#peers.freeze(this.#faults.frozen)
    if (this.#faults.flood !== before.flood) this.#setFlood()
    this.#held.update(this.#faults)
  }

  /** Resets the TCP connection of every client, those without a handshake yet included. */
  kill(): void {
    for (const tcp of this.#sockets) tcp.resetAndDestroy()
  }

  /**
   * Makes the connections that are open half-open for good; new ones are fine.
   *
   * @param forgetAfter - in ms: from then on whatever still comes on them is answered with a reset
   */
  strand(forgetAfter?: number): void {
    this.#peers.strand(forgetAfter)
  }

  /** Stops, and starts again that many ms later, unless something else is asked meanwhile. */
  restart(downFor: number): Promise<void> {
    const stopped = this.stop()
    this.#restartTimer = setTimeout(() => void this.start().catch(() => {}), downFor)
    return stopped
  }

  /** Ends all faults, and with a reset what they have stranded; starts again if it has to. */
  heal(): Promise<void> {
    this.set(NO_FAULTS)
    this.#peers.endStranded()
    return this.start()
  }

  /**
   * Sends everyone a close frame; frozen connections get none.
   * @throws when a server may not send this code, or the reason has more than 123 bytes
   */
  close(code: number, reason = ''): void {
    if (!this.#faults.frozen) this.#peers.close(code, reason)
  }

  /** Sends everyone a message: text and bytes as they are, anything else as JSON. */
  broadcast(data: unknown): void {
    const isRaw = typeof data === 'string' || data instanceof Uint8Array
    this.#peers.sendToAll(isRaw ? data : JSON.stringify(data))
  }

  // One at a time: a restart must find its port free.
  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#transition.then(step)
    this.#transition = done.catch(() => {})
    return done
  }

  async #start(): Promise<void> {
    if (this.#http) return
    const http = createServer((_request, response) => response.writeHead(426).end())
    http.on('connection', (tcp) => this.#connected(tcp))
    http.on('upgrade', (request, tcp, head) =>
      this.#held.add({ request, tcp: tcp as Socket, head }, this.#faults),
    )
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(this.#port, HOST, resolve)
    })
    this.#http = http
    this.#port = (http.address() as AddressInfo).port
    this.#meter = createMeter()
    this.#feedTimer = setInterval(() => this.#sendFeed(), this.#interval)
    this.#setFlood()
  }

  async #stop(): Promise<void> {
    const http = this.#http
    if (!http) return
    this.#http = null
    clearInterval(this.#feedTimer)
    this.#setFlood()
    this.#meter?.stop()
    this.#held.clear()
    this.#peers.stop()
    const closed = new Promise((resolve) => http.close(resolve))
    for (const tcp of this.#sockets) tcp.destroy()
    await closed
  }

  #connected(tcp: Socket): void {
    this.attempts++
    if (this.#faults.refuse) {
      tcp.destroy()
      return
    }
    // Small messages should show when they were sent, not when the kernel gathered enough of them.
    tcp.setNoDelay()
    this.#sockets.add(tcp)
    tcp.once('close', () => this.#sockets.delete(tcp))
  }

  #accept(request: IncomingMessage, tcp: Socket, head: Buffer): void {
    const [path = '', query] = request.url?.split('?') ?? []
    if (!PATHS.includes(path)) return reject(tcp, '404 Not Found')
    if (!isLocal(request.headers.origin)) return reject(tcp, '403 Forbidden')

    this.#websockets.handleUpgrade(request, tcp, head, (peer) => {
      this.accepted++
      this.#peers.add(peer, { path, page: new URLSearchParams(query).get('page'), tcp })
      peer.on('message', (data, isBinary) => this.#receive(peer, path, data, isBinary))
      if (path === '/feed' && this.#meter)
        this.#peers.send(peer, JSON.stringify(this.#meter.read()))
    })
  }

  #receive(peer: WebSocket, path: string, data: RawData, isBinary: boolean): void {
    const text = isBinary ? null : String(data)
    if (text === 'ping') {
      this.pings++
      this.#peers.send(peer, 'pong')
      return
    }
    if (text !== null && this.tally.take(text)) return
    this.messages++
    this.received.push(text?.slice(0, MAX_TEXT) ?? `${(data as Buffer).length} bytes`)
    if (this.received.length > MAX_RECEIVED) this.received.shift()
    if (text === null) this.#peers.send(peer, data as Buffer)
    else
      this.#peers.send(peer, path === '/feed' ? JSON.stringify({ type: 'echo', data: text }) : text)
  }

  #sendFeed(): void {
    if (this.#meter) this.#peers.sendTo('/feed', JSON.stringify(this.#meter.read()))
  }

  #setFlood(): void {
    this.#endFlood?.()
    this.#endFlood = null
    const { flood } = this.#faults
    if (!flood || !this.running) return
    this.#endFlood = startFlood(flood, (id) =>
      this.#peers.pour('/feed', JSON.stringify({ type: 'flood', id }), this.#faults.floodPage),
    )
  }
}
