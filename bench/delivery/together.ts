import type { Outcome } from './run.ts'
import { sum } from './tally.ts'

/** The sum of several runs; of the times the longest. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const add = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0)
  const times = outcomes.map(({ settledAfter }) => settledAfter ?? Infinity)
  const longest = Math.max(...times)
  return {
    down: sum(outcomes.map(({ down }) => down)),
    up: sum(outcomes.map(({ up }) => up)),
    reopenings: add(({ reopenings }) => reopenings),
    recovered: add(({ recovered }) => recovered),
    published: add(({ published }) => published),
    sent: add(({ sent }) => sent),
    settledAfter: longest === Infinity ? null : longest,
    errors: outcomes.flatMap(({ errors }) => errors),
  }
}
