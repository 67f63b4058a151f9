import { Sequence } from './sequence.ts'

/** What became of the messages of one client. */
export interface ClientCount {
  readonly down: Sequence
  readonly up: Sequence
  sent: number
  reopenings: number
  recovered: number
}

export const newCount = (): ClientCount => ({
  down: new Sequence(),
  up: new Sequence(0),
  sent: 0,
  reopenings: 0,
  recovered: 0,
})

export interface Sum {
  readonly down: Direction
  readonly up: Direction
  readonly reopenings: number
  readonly recovered: number
}

interface Direction {
  readonly arrived: number
  readonly waiting: number
  readonly lost: number
  readonly again: number
}

/** The counts of all clients together. */
export function sumOf(counts: readonly ClientCount[]): Sum {
  const of = (figure: (count: ClientCount) => number): number =>
    counts.reduce((sum, count) => sum + figure(count), 0)
  return {
    down: {
      arrived: of(({ down }) => down.received),
      waiting: 0,
      lost: of(({ down }) => down.lost),
      again: of(({ down }) => down.again),
    },
    up: {
      arrived: of(({ up }) => up.received),
      waiting: of(({ sent, up }) => sent - up.received - up.lost),
      lost: of(({ up }) => up.lost),
      again: of(({ up }) => up.again),
    },
    reopenings: of(({ reopenings }) => reopenings),
    recovered: of(({ recovered }) => recovered),
  }
}
