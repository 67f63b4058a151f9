import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { SUBPROTOCOL } from '../../src/protocol/index.ts'
import { isLocal, reject } from './admission.ts'
import { NO_FAULTS, type Faults } from './faults.ts'
import { Feed } from './feed.ts'
import { HeldHandshakes } from './held-handshakes.ts'
import { Inbox } from './inbox.ts'
import { HOST, Listener } from './listener.ts'
import { createLive, userOf } from './live.ts'
import { Peers } from './peers.ts'

export type { Faults } from './faults.ts'

export interface FeedServerOptions {
  /** 0 takes a fresh one. @default 0 */
  port?: number
  /** Time between two messages of the feed, in ms. @default 250 */
  interval?: number
}

const PATHS = ['/feed', '/echo']

/**
 * A WebSocket server on the loopback interface that can be broken in many ways.
 *
 * `/feed` sends the figures of this machine and answers whatever it gets, but for heartbeats, with
 * `{ type: 'echo', data }`; `/echo` sends back what it gets. Binary data come back as they are.
 * Numbered messages, `count:<series>:<number>`, are counted and not answered.
 *
 * Clients with a session are served by this project's own server half, on the same addresses.
 */
export class FeedServer {
  /** WebSocket connections accepted since the first start. */
  accepted = 0
  /** What has come from clients. */
  readonly inbox: Inbox = new Inbox()

  #faults: Faults = { ...NO_FAULTS }
  #transition: Promise<void> = Promise.resolve()
  #restartTimer: NodeJS.Timeout | undefined
  readonly #feed: Feed
  readonly #listener: Listener
  readonly #live = createLive(this.inbox)
  readonly #peers = new Peers(() => this.#faults)
  readonly #websockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : [...offered][0]!),
  })
  readonly #held = new HeldHandshakes((request, tcp, head) => this.#accept(request, tcp, head))

  constructor({ port = 0, interval = 250 }: FeedServerOptions = {}) {
    this.#listener = new Listener({
      port,
      refuses: () => this.#faults.refuse,
      upgrade: (request, tcp, head) => this.#held.add({ request, tcp, head }, this.#faults),
    })
    this.#feed = new Feed(
      interval,
      (metrics) => {
        this.#peers.sendTo('/feed', JSON.stringify(metrics))
        void this.#live.publish('/feed', metrics)
      },
      (id) => this.#pour({ type: 'flood', id }),
    )
  }

  /** Address of the feed. */
  get url(): string {
    return `ws://${HOST}:${this.port}/feed`
  }

  /** Address of the echo. */
  get echoUrl(): string {
    return `ws://${HOST}:${this.port}/echo`
  }

  /** The same for every start; 0 before the first one where none was asked for. */
  get port(): number {
    return this.#listener.port
  }

  get running(): boolean {
    return this.#listener.running
  }

  /** TCP connections since the first start, refused ones included. */
  get attempts(): number {
    return this.#listener.attempts
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
    this.#peers.release()
    if (this.#faults.flood !== before.flood) this.#feed.setFlood(this.#faults.flood)
    this.#held.update(this.#faults)
  }

  /** Resets the TCP connection of every client, those without a handshake yet included. */
  kill(): void {
    this.#listener.reset()
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
    void this.#live.broadcast(data)
  }

  // One at a time: a restart must find its port free.
  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#transition.then(step)
    this.#transition = done.catch(() => {})
    return done
  }

  async #start(): Promise<void> {
    if (this.running) return
    await this.#listener.start()
    this.#feed.start(this.#faults.flood)
  }

  async #stop(): Promise<void> {
    if (!this.running) return
    this.#feed.stop()
    this.#held.clear()
    this.#peers.stop()
    await this.#listener.stop()
  }

  #accept(request: IncomingMessage, tcp: Socket, head: Buffer): void {
    const [path = '', query] = request.url?.split('?') ?? []
    if (!PATHS.includes(path)) return reject(tcp, '404 Not Found')
    if (!isLocal(request.headers.origin)) return reject(tcp, '403 Forbidden')

    this.#websockets.handleUpgrade(request, tcp, head, (peer) => {
      this.accepted++
      const isSession = peer.protocol === SUBPROTOCOL
      const page = new URLSearchParams(query).get('page')
      this.#peers.add(peer, { path, page, tcp, isSession })
      if (isSession) return this.#serve(peer, request)
      peer.on('message', (data, isBinary) => this.#receive(peer, path, data, isBinary))
      const metrics = path === '/feed' && this.#feed.read()
      if (metrics) this.#peers.send(peer, JSON.stringify(metrics))
    })
  }

  /** Lets the server half of sessions have it. */
  #serve(peer: WebSocket, request: IncomingMessage): void {
    const receiver = this.#live.connect(this.#peers.linkOf(peer), request)
    peer.on('message', (data, isBinary) => {
      const frame = isBinary ? (data as Buffer) : String(data)
      // It answers them itself.
      if (frame === 'ping') this.inbox.take(frame)
      receiver.receive(frame)
    })
    peer.on('close', () => receiver.end())
  }

  #receive(peer: WebSocket, path: string, data: RawData, isBinary: boolean): void {
    const message = isBinary ? (data as Buffer) : String(data)
    const kind = this.inbox.take(message)
    if (kind === 'counted') return
    if (kind === 'ping') this.#peers.send(peer, 'pong')
    else if (typeof message !== 'string' || path === '/echo') this.#peers.send(peer, message)
    else this.#peers.send(peer, JSON.stringify({ type: 'echo', data: message }))
  }

  #pour(message: object): void {
    const { floodPage } = this.#faults
    this.#peers.pour('/feed', JSON.stringify(message), floodPage)
    const target = floodPage === null ? '/feed' : { user: userOf('/feed', floodPage) }
    void this.#live.publish(target, message, { keep: false })
  }
}
