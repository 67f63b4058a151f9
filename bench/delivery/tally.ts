/** What arrived of a sequence of ascending numbers. */
export interface Counts {
  lost: number
  duplicated: number
  outOfOrder: number
  /** Times the receiver was told that something is missing. */
  told: number
  /** Numbers that are missing where it was told so. */
  missed: number
  received: number
}

export interface Tally extends Counts {
  readonly last: number
  receive(n: number): void
  /** From here on the sequence need not continue. */
  tell(): void
  /** Nothing more comes: what is missing at the end. */
  end(last: number): void
}

export const noCounts = (): Counts => ({
  lost: 0,
  duplicated: 0,
  outOfOrder: 0,
  told: 0,
  missed: 0,
  received: 0,
})

export function createTally(): Tally {
  const missing = new Set<number>()
  let isTold = false
  const tally = {
    ...noCounts(),
    last: 0,
    receive(n: number) {
      tally.received++
      if (n > tally.last) return advance(n)
      if (!missing.delete(n)) return void tally.duplicated++
      tally.outOfOrder++
      tally.lost--
    },
    tell() {
      tally.told++
      isTold = true
    },
    end(last: number) {
      if (last > tally.last) advance(last + 1)
    },
  }

  function advance(n: number): void {
    const gap = n - tally.last - 1
    if (isTold) tally.missed += gap
    else {
      tally.lost += gap
      for (let at = tally.last + 1; at < n; at++) missing.add(at)
    }
    isTold = false
    tally.last = n
  }

  return tally
}

export function sum(all: readonly Counts[]): Counts {
  const total = noCounts()
  for (const counts of all) {
    for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key]
  }
  return total
}
