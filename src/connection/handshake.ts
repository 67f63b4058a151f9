import type { Codec } from '../options/options.ts'

/** How many messages are held while a handshake runs. */
const MAX_HELD = 10_000

/** A message as it came, and when. */
export type Arrival = readonly [raw: unknown, at: number]

/** Messages that come while a `handshake` function runs: it takes them, or they are delivered later. */
export interface Inbox {
  /** Returns `false` when more has come than can be held. */
  add(...arrival: Arrival): boolean
  /** The next decoded message; rejects when it doesn't decode, or when the handshake is over. */
  receive(): Promise<unknown>
  /** Rejects what still waits to receive; returns the messages that were not taken. */
  end(): readonly Arrival[]
}

export function createInbox(codec: Codec): Inbox {
  const held: Arrival[] = []
  const takers: [resolve: (message: unknown) => void, reject: (reason: unknown) => void][] = []
  let isOver = false

  function serve(): void {
    for (let taker; (isOver || held[0]) && (taker = takers.shift());) {
      try {
        if (isOver) throw new DOMException('The handshake is over.', 'AbortError')
        taker[0](codec.decode(held.shift()![0]))
      } catch (error) {
        taker[1](error)
      }
    }
  }

  return {
    add(...arrival) {
      held.push(arrival)
      serve()
      return held.length <= MAX_HELD
    },
    receive() {
      const message = new Promise((...taker) => takers.push(taker))
      // A taker that the handshake no longer waits for is no unhandled rejection.
      message.catch(() => {})
      serve()
      return message
    },
    end() {
      isOver = true
      serve()
      return held.splice(0)
    },
  }
}
