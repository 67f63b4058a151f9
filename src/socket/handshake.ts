import { socketError } from '../diagnostics.ts'
import type { Codec } from './options.ts'

/** How many messages are held while a handshake runs; a server that sends more is not waited for. */
const MAX_HELD = 10_000

/** A message as it came, and when. */
export interface Arrival {
  readonly raw: any
  readonly at: number
}

/** Messages that come while a `handshake` function runs: for it to take, or to be delivered later. */
export class HandshakeInbox {
  readonly #codec: Codec
  #held: Arrival[] = []
  #takers: PromiseWithResolvers<unknown>[] = []
  #hasEnded = false

  constructor(codec: Codec) {
    this.#codec = codec
  }

  /** @throws SocketError when more has come than can be held */
  add(raw: any, at: number): void {
    if (this.#held.length >= MAX_HELD) throw socketError('HEARTBEAT_SOCKET_R0010')
    this.#held.push({ raw, at })
    this.#serve()
  }

  /** The next decoded message; rejects when the attempt ends, or when it doesn't decode. */
  readonly receive = (): Promise<unknown> => {
    const taker = withResolvers<unknown>()
    if (this.#hasEnded) taker.reject(over())
    else this.#takers.push(taker)
    this.#serve()
    return taker.promise
  }

  /** Whoever still waits is told why nothing comes; returns what nobody took. */
  end(): readonly Arrival[] {
    this.#hasEnded = true
    for (const taker of this.#takers) taker.reject(over())
    this.#takers = []
    return this.#held
  }

  #serve(): void {
    while (this.#held.length > 0 && this.#takers.length > 0) {
      const { raw } = this.#held.shift()!
      const taker = this.#takers.shift()!
      try {
        taker.resolve(this.#codec.decode(raw))
      } catch (error) {
        taker.reject(error)
      }
    }
  }
}

function over(): DOMException {
  return new DOMException('The handshake is over.', 'AbortError')
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(reason: unknown): void
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let settle!: Omit<PromiseWithResolvers<T>, 'promise'>
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }))
  // A taker whose attempt ends may have stopped listening; that is no unhandled rejection.
  promise.catch(() => {})
  return { promise, ...settle }
}
