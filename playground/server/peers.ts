import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { ServerLink } from '../../src/server/index.ts'
import { DelayLine } from './delay-line.ts'
import type { Faults } from './faults.ts'
import { Stranded } from './stranded.ts'

interface Peer {
  readonly path: string
  /** The page that it belongs to, if it says so. */
  readonly page: string | null
  readonly tcp: Socket
  /**
   * Whether it speaks sessions. Their frames are numbered: those under a fault wait, as they would on
   * a real network, where others are lost.
   */
  readonly isSession: boolean
}

interface PacedPeer extends Peer {
  /** When it was asked whether it keeps up, in ms; 0 once it has answered. */
  askedAt: number
  /** What waits for the end of a fault. */
  waiting: Data[]
}

export type Data = string | Uint8Array

const MAX_BUFFERED = 4 * 1024 * 1024

/** How far a page may be behind in a flood, in ms. */
const LONGEST_LAG = 100

/** The WebSocket connections, and what is sent on them. */
export class Peers {
  readonly #peers = new Map<WebSocket, PacedPeer>()
  readonly #stranded = new Stranded()
  readonly #line = new DelayLine()
  readonly #faults: () => Readonly<Faults>

  /** @param faults - asked for at each message */
  constructor(faults: () => Readonly<Faults>) {
    this.#faults = faults
  }

  /** Stranded ones not counted. */
  get size(): number {
    return this.#peers.size
  }

  get stranded(): number {
    return this.#stranded.size
  }

  add(peer: WebSocket, about: Peer): void {
    const paced: PacedPeer = { ...about, askedAt: 0, waiting: [] }
    this.#peers.set(peer, paced)
    peer.on('pong', () => (paced.askedAt = 0))
    peer.on('error', () => peer.terminate())
    peer.once('close', () => this.#peers.delete(peer))
  }

  send(peer: WebSocket, data: Data): void {
    const { delay } = this.#faults()
    if (delay === 0 && !this.#line.isBusy) this.#sendNow(peer, data)
    else this.#line.add(delay, () => this.#sendNow(peer, data))
  }

  /** To all but those with a session. */
  sendToAll(data: Data): void {
    for (const [peer, { isSession }] of this.#peers) if (!isSession) this.send(peer, data)
  }

  /** To those of this path that keep up, but for those with a session. */
  sendTo(path: string, data: Data): void {
    for (const [peer, its] of this.#peers) {
      if (its.isSession) continue
      if (its.path === path && peer.bufferedAmount < MAX_BUFFERED) this.send(peer, data)
    }
  }

  /**
   * To those of this path, and of this page if one is named, as fast as they take it. A browser
   * answers a ping when it has taken what came before: else megabytes would wait in the network, and
   * the page would go on reading them long after the flood has ended.
   */
  pour(path: string, data: Data, page: string | null): void {
    const now = performance.now()
    for (const [peer, its] of this.#peers) {
      if (its.isSession || its.path !== path || (page !== null && its.page !== page)) continue
      if (peer.bufferedAmount >= MAX_BUFFERED) continue
      if (its.askedAt === 0) {
        its.askedAt = now
        peer.ping()
      }
      if (now - its.askedAt < LONGEST_LAG) this.send(peer, data)
    }
  }

  /** The connection of a session, as the server half takes it: faults come between. */
  linkOf(peer: WebSocket): ServerLink {
    return {
      send: (frame) => this.send(peer, frame),
      close: (code, reason) => peer.close(code, reason),
      get bufferedAmount() {
        return peer.bufferedAmount
      },
    }
  }

  /** Sends what waited, if nothing holds it up any more. */
  release(): void {
    for (const [peer, { waiting }] of this.#peers) {
      for (const data of waiting.splice(0)) this.#sendNow(peer, data)
    }
  }

  close(code: number, reason: string): void {
    for (const peer of this.#peers.keys()) peer.close(code, reason)
  }

  /** Whether they are left unread. */
  freeze(frozen: boolean): void {
    for (const peer of this.#peers.keys()) {
      if (frozen) peer.pause()
      else peer.resume()
    }
  }

  strand(forgetAfter: number | undefined): void {
    for (const [peer, { tcp }] of this.#peers) this.#stranded.add(peer, tcp)
    this.#peers.clear()
    if (forgetAfter !== undefined) this.#stranded.forgetAfter(forgetAfter)
  }

  /** Ends those that are stranded, so that their clients learn of it. */
  endStranded(): void {
    this.#stranded.end()
  }

  /** Before the listener ends, which ends all connections. */
  stop(): void {
    this.#stranded.stop()
    this.#line.clear()
  }

  #sendNow(peer: WebSocket, data: Data): void {
    const { silent, frozen } = this.#faults()
    const its = this.#peers.get(peer)
    if (!its || peer.readyState !== WebSocket.OPEN) return
    if (!silent && !frozen) peer.send(data)
    else if (its.isSession) its.waiting.push(data)
  }
}
