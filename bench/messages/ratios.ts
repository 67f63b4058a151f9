import { spreadOf } from '../support/statistics.ts'
import type { Series } from './rounds.ts'

export type Cost = 'script' | 'task'

/** What a message has cost in each round, in µs. */
export function valuesOf({ samples }: Series, cost: Cost): number[] {
  return samples.map((sample) => (sample[cost]! * 1_000) / sample.messages)
}

/** Round by round: what a message has cost, over what it has cost the other variant. */
export function ratios(
  series: Series,
  all: readonly Series[],
  cost: Cost,
  other: string = 'bare',
): number[] {
  const base = valuesOf(
    all.find(({ variant }) => variant.name === other)!,
    cost,
  )
  return valuesOf(series, cost).map((value, round) => value / base[round]!)
}

/** The median of those; nothing where one of the two was not run. */
export function ratioOf(
  all: readonly Series[],
  name: string,
  other: string,
  cost: Cost,
): number | undefined {
  const series = all.find(({ variant }) => variant.name === name)
  if (series === undefined || !all.some(({ variant }) => variant.name === other)) return undefined
  return spreadOf(ratios(series, all, cost, other)).median
}
