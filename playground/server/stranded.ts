import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/**
 * Connections that are half-open for good: nothing is read from them or sent on them any more, and
 * their clients are not told. New connections are none of this.
 */
export class Stranded {
  readonly #lost = new Map<WebSocket, Socket>()
  readonly #timers = new Set<NodeJS.Timeout>()

  get size(): number {
    return this.#lost.size
  }

  add(peer: WebSocket, tcp: Socket): void {
    peer.pause()
    this.#lost.set(peer, tcp)
    peer.once('close', () => this.#lost.delete(peer))
  }

  /**
   * From then on, whatever comes on those that are stranded now is answered with a TCP reset, as by
   * a host that knows nothing of the connection any more.
   */
  forgetAfter(ms: number): void {
    const connections = [...this.#lost.values()]
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      for (const tcp of connections) answerWithReset(tcp)
    }, ms)
    this.#timers.add(timer)
  }

  /** Ends them, so that their clients learn of it. */
  end(): void {
    this.stop()
    for (const tcp of this.#lost.values()) tcp.resetAndDestroy()
  }

  /** Nothing is to happen to them any more. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}

function answerWithReset(tcp: Socket): void {
  // Those of the WebSocket, which would take what comes for frames.
  tcp.removeAllListeners('data').removeAllListeners('end')
  tcp.once('data', () => tcp.resetAndDestroy()).once('end', () => tcp.resetAndDestroy())
  tcp.resume()
}
