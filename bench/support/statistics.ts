/** The middle of several values, and how far they lie apart. */
export interface Spread {
  readonly least: number
  readonly median: number
  readonly most: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { least: sorted[0]!, median: medianOf(sorted), most: sorted.at(-1)! }
}

function medianOf(sorted: readonly number[]): number {
  const half = sorted.length / 2
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2
}
