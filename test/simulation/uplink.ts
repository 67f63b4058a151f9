import type { Clock } from './clock.ts'
import type { Pace, NativeSocket } from './native-socket.ts'

/** How often what is sent gets a bit further, in ms. */
const FLOW = 100

/** Something that a client has sent, and that has not arrived yet. */
export interface Frame {
  readonly data: unknown
  /** How the answer that it gets was counted, if it gets one. */
  pace: Pace | null
  /** When it is answered, in ms after it has arrived. */
  readonly answerAfter: number
}

/** The way from a client to the server. All that is sent keeps its order; a link that is cut loses it. */
export class Uplink {
  readonly #clock: Clock
  readonly #arrives: (socket: NativeSocket, frame: Frame) => void
  readonly #held = new Map<NativeSocket, Frame[]>()

  constructor(clock: Clock, arrives: (socket: NativeSocket, frame: Frame) => void) {
    this.#clock = clock
    this.#arrives = arrives
  }

  /** How long what is sent now takes, in ms. */
  transit(socket: NativeSocket): number {
    return Math.max(0, socket.clearAt - this.#clock.time)
  }

  carry(socket: NativeSocket, frame: Frame): void {
    const held = this.#heldOn(socket)
    // After a sleep what is held goes a moment later.
    if (this.transit(socket) === 0 && held.length === 0) this.#arrives(socket, frame)
    else this.#held.set(socket, [...held, frame])
  }

  /** `isSteady`: its `bufferedAmount` falls all the time, as in Chromium, and not at the end alone. */
  congest(socket: NativeSocket, ms: number, isSteady: boolean): void {
    const clearAt = this.#clock.time + ms
    const flow = () => {
      // Something else is in the way by now.
      if (socket.clearAt !== clearAt) return
      const left = clearAt - this.#clock.time
      socket.bufferedAmount = isSteady ? Math.max(0, left) : left > 0 ? 1_000 : 0
      if (left > 0) this.#clock.later(isSteady ? Math.min(left, FLOW) : left, flow)
      else this.#release(socket)
    }
    socket.clearAt = clearAt
    // It is unknown by now when they are answered.
    for (const frame of this.#heldOn(socket)) if (frame.pace) slowDown(socket, frame)
    flow()
  }

  #heldOn(socket: NativeSocket): readonly Frame[] {
    return this.#held.get(socket) ?? []
  }

  #release(socket: NativeSocket): void {
    const held = this.#heldOn(socket)
    this.#held.delete(socket)
    for (const frame of held) {
      if (!socket.isDumb && !socket.isGone) this.#arrives(socket, frame)
      else if (frame.pace) socket[frame.pace]--
    }
  }
}

function slowDown(socket: NativeSocket, frame: Frame): void {
  socket[frame.pace!]--
  frame.pace = 'slow'
  socket.slow++
}
