import type { Counted } from '../../server/api.ts'
import type { Lane, LaneListener } from '../tour/lanes/lane.ts'

/** What became of a client's messages, as far as is known. */
export interface Tally {
  readonly sent: number
  /** What the server has got, each counted once. */
  readonly arrived: number
  /** What the client says has arrived. */
  readonly confirmed: number
  /** What the client says it still has: it waits, or is not confirmed; and has not arrived. */
  readonly held: number
  readonly lost: number
  /** Lost, and the client has not reported it. */
  readonly untold: number
  /** What the server has got once more. */
  readonly again: number
  /** What the client has sent once more. */
  readonly resent: number
  /** What the client has got that was sent while it was away. */
  readonly replayed: number
}

export const NOTHING: Tally = {
  sent: 0,
  arrived: 0,
  confirmed: 0,
  held: 0,
  lost: 0,
  untold: 0,
  again: 0,
  resent: 0,
  replayed: 0,
}

/** What left a client so short a time ago, in ms, may still be on its way. */
const ON_ITS_WAY = 1_000

/** Numbers the messages of one client, and compares with what the server has got. */
export class LaneCounter {
  /** The series, by which the server counts. */
  readonly series: string
  readonly #now: () => number
  /** When each message was last known to be with the client. */
  readonly #leftAt: number[] = []
  readonly #told = new Set<number>()
  #held = new Set<number>()
  #confirmed = 0
  #resent = 0
  #replayed = 0

  constructor(series: string, now: () => number) {
    this.series = series
    this.#now = now
  }

  send(lane: Lane): void {
    const number = this.#leftAt.push(this.#now())
    lane.send(`count:${this.series}:${number}`)
  }

  /** What the client reports of its messages. */
  readonly listener: Pick<LaneListener, 'drops' | 'resends' | 'replays'> = {
    drops: (text) => void this.#told.add(Number(text.split(':').at(-1))),
    resends: () => void this.#resent++,
    replays: () => void this.#replayed++,
  }

  /** Notes which messages the client still has: the newest of those that it has not reported. */
  look(lane: Lane): void {
    const now = this.#now()
    this.#held = new Set()
    const count = lane.held()
    for (let number = this.#leftAt.length; number > 0 && this.#held.size < count; number--) {
      if (this.#told.has(number)) continue
      this.#held.add(number)
      this.#leftAt[number - 1] = now
    }
    if (lane.accounts) this.#confirmed = this.#leftAt.length - this.#told.size - this.#held.size
  }

  /** @param askedAt - when the server was asked what it has got: a busy page reads the answer late */
  tally(askedAt: number, { arrived, again }: Counted = { arrived: [], again: 0 }): Tally {
    const tally = {
      ...NOTHING,
      sent: this.#leftAt.length,
      confirmed: this.#confirmed,
      resent: this.#resent,
      replayed: this.#replayed,
      again,
    }
    const soon = askedAt - ON_ITS_WAY
    const ranges = arrived.values()
    let range = ranges.next().value
    for (let number = 1; number <= tally.sent; number++) {
      while (range && range[1] < number) range = ranges.next().value
      if (range && range[0] <= number) tally.arrived++
      else if (this.#held.has(number)) tally.held++
      else if (this.#leftAt[number - 1]! <= soon) {
        tally.lost++
        if (!this.#told.has(number)) tally.untold++
      }
    }
    return tally
  }
}

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = { ...NOTHING }
  for (const tally of tallies) {
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key]
  }
  return sum
}
