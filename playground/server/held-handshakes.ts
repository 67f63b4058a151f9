import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { MAX_DELAY, type Faults } from './faults.ts'

export interface Handshake {
  request: IncomingMessage
  tcp: Socket
  head: Buffer
}

interface Held extends Handshake {
  at: number
  timer: NodeJS.Timeout | undefined
  leave: () => void
}

/** The handshakes that are not answered yet, and when to answer them. */
export class HeldHandshakes {
  readonly #held = new Set<Held>()
  readonly #answer: (request: IncomingMessage, tcp: Socket, head: Buffer) => void

  constructor(answer: (request: IncomingMessage, tcp: Socket, head: Buffer) => void) {
    this.#answer = answer
  }

  add(handshake: Handshake, faults: Readonly<Faults>): void {
    const { tcp } = handshake
    const leave = () => this.#drop(held)
    const held: Held = { ...handshake, at: performance.now(), timer: undefined, leave }
    this.#held.add(held)
    tcp.on('error', leave).on('end', leave).on('close', leave)
    // A socket that isn't read doesn't report that its client has gone.
    tcp.resume()
    this.#schedule(held, faults)
  }

  /** Counts the delay of each anew, from its arrival. */
  update(faults: Readonly<Faults>): void {
    for (const held of this.#held) this.#schedule(held, faults)
  }

  clear(): void {
    for (const held of this.#held) this.#drop(held)
  }

  #schedule(held: Held, { frozen, handshakeDelay }: Readonly<Faults>): void {
    clearTimeout(held.timer)
    if (frozen) return
    const left = held.at + handshakeDelay - performance.now()
    if (left <= 0) this.#release(held)
    else held.timer = setTimeout(() => this.#release(held), Math.min(left, MAX_DELAY))
  }

  #release(held: Held): void {
    const { request, tcp, head } = held
    this.#forget(held)
    this.#answer(request, tcp, head)
  }

  #drop(held: Held): void {
    this.#forget(held)
    held.tcp.destroy()
  }

  #forget(held: Held): void {
    const { tcp, timer, leave } = held
    this.#held.delete(held)
    clearTimeout(timer)
    tcp.off('error', leave).off('end', leave).off('close', leave)
  }
}
