import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** From the client to the server, or back. */
export type Direction = 'up' | 'down'

/** What is wrong with a connection. */
export interface Faults {
  /** The directions in which nothing comes through, not even an end. */
  readonly swallow: readonly Direction[]
  /** How much later everything arrives, in ms. */
  readonly delay: number
  /** How much comes through, in bytes a second. The sender is held up, as by a slow network. */
  readonly rate: number
  /** How many more bytes the client gets before the connection is cut, in the midst of a message. */
  readonly cutAt: number
}

export const NO_FAULTS: Faults = { swallow: [], delay: 0, rate: Infinity, cutAt: Infinity }

/** How long a piece of a throttled line takes, in ms. */
const PIECE = 50

/** What one direction of a connection needs to know of it. */
export interface FlowOwner {
  faults: Faults
  cut(): void
}

/** Passes on what comes from one socket to the other, as far as the faults let it. */
export function flow(owner: FlowOwner, direction: Direction, from: Socket, to: Socket): void {
  const queue: { chunk: Buffer | null; due: number }[] = []
  let isPassing = false
  let freeAt = 0

  function take(chunk: Buffer | null): void {
    if (owner.faults.swallow.includes(direction)) return
    queue.push({ chunk, due: Date.now() + owner.faults.delay })
    if (owner.faults.rate < Infinity) from.pause()
    if (!isPassing) void passAll()
  }

  async function passAll(): Promise<void> {
    isPassing = true
    for (let next = queue.shift(); next; next = queue.shift()) {
      const early = next.due - Date.now()
      if (early > 0) await sleep(early, undefined, { ref: false })
      if (next.chunk === null) to.end()
      else await pass(next.chunk)
    }
    isPassing = false
    from.resume()
  }

  async function pass(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length && !to.destroyed;) {
      const { rate } = owner.faults
      const piece = chunk.subarray(at, at + Math.ceil((rate * PIECE) / 1_000))
      at += piece.length
      deliver(piece)
      if (rate < Infinity) await spend((piece.length / rate) * 1_000)
    }
  }

  /** Waits until the line is free again; a wait that took too long is made up for by the next. */
  async function spend(ms: number): Promise<void> {
    freeAt = Math.max(freeAt, Date.now() - PIECE) + ms
    await sleep(Math.max(0, freeAt - Date.now()), undefined, { ref: false })
  }

  function deliver(piece: Buffer): void {
    const { swallow, cutAt } = owner.faults
    if (swallow.includes(direction)) return
    if (direction === 'up' || cutAt === Infinity) return void to.write(piece)
    to.write(piece.subarray(0, cutAt))
    owner.faults = { ...owner.faults, cutAt: cutAt - piece.length }
    if (cutAt <= piece.length) owner.cut()
  }

  from.on('data', take)
  from.on('end', () => take(null))
}
