import type { Counted } from './api.ts'

const NUMBERED = /^count:([\w./-]{1,40}):([1-9]\d{0,5})$/

/** Of more series the oldest are forgotten. */
const MAX_SERIES = 100

interface Series {
  readonly arrived: Set<number>
  again: number
}

/** Counts numbered messages, `count:<series>:<number>`, so that a page can compare. */
export class Tally {
  readonly #series = new Map<string, Series>()

  /** Returns whether it is a numbered message, which is then counted. */
  take(text: string): boolean {
    const [, name, digits] = NUMBERED.exec(text) ?? []
    if (name === undefined) return false
    const series = this.#series.get(name) ?? this.#begin(name)
    const number = Number(digits)
    if (series.arrived.has(number)) series.again++
    series.arrived.add(number)
    return true
  }

  /** What has arrived so far, by the names of the series. */
  read(): Record<string, Counted> {
    const entries = [...this.#series].map(([name, { arrived, again }]) => [
      name,
      { arrived: rangesOf(arrived), again },
    ])
    return Object.fromEntries(entries)
  }

  #begin(name: string): Series {
    const series = { arrived: new Set<number>(), again: 0 }
    this.#series.set(name, series)
    if (this.#series.size > MAX_SERIES) this.#series.delete(this.#series.keys().next().value!)
    return series
  }
}

function rangesOf(numbers: ReadonlySet<number>): [first: number, last: number][] {
  const ranges: [number, number][] = []
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = ranges.at(-1)
    if (last?.[1] === number - 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges
}
