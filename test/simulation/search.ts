import { inspect } from 'node:util'
import fc from 'fast-check'
import type { Rule, Tally } from './journal.ts'
import type { Outcome } from './run.ts'

/** How long the smallest scenario that fails is looked for, in ms. */
const SHRINK_TIME = 30_000

/** A world, the scenarios that can happen in it, and what lives there. */
export interface Simulation<Scenario> {
  readonly scenarios: fc.Arbitrary<Scenario>
  run(scenario: Scenario, isWritten?: boolean): Promise<Outcome>
  /** What the command to repeat a seed takes besides. */
  readonly flags: string
}

/** A seed whose scenario broke an invariant. */
export interface Failure {
  readonly seed: number
  readonly rule: Rule
  readonly what: string
}

/** What was found in many runs. */
export interface Findings {
  readonly failures: readonly Failure[]
  /** How often each thing has happened in all of them. */
  readonly tally: Tally
}

/** Lets the scenarios of `count` seeds happen, `step` apart, until `most` have failed. */
export async function search<Scenario>(
  simulation: Simulation<Scenario>,
  { from, count, step = 1, most = Infinity }: SearchOptions,
): Promise<Findings> {
  const failures: Failure[] = []
  const tally: Tally = new Map()
  for (let seed = from; seed < from + count && failures.length < most; seed += step) {
    const outcome = await simulation.run(scenarioOf(simulation, seed))
    if (outcome.broken) failures.push({ seed, ...outcome.broken })
    addUp(tally, outcome.tally)
  }
  return { failures, tally }
}

/** The scenario that a seed stands for. */
export function scenarioOf<Scenario>({ scenarios }: Simulation<Scenario>, seed: number): Scenario {
  return fc.sample(scenarios, { seed, numRuns: 1, unbiased: true })[0]!
}

/** Adds what `other` has counted. */
export function addUp(tally: Tally, other: Tally): void {
  for (const [what, times] of other) tally.set(what, (tally.get(what) ?? 0) + times)
}

export interface SearchOptions {
  readonly from: number
  readonly count: number
  readonly step?: number
  readonly most?: number
}

/** A failure as text: shrunk, and how to see it again. */
export async function explain<Scenario>(
  simulation: Simulation<Scenario>,
  { seed, rule, what }: Failure,
): Promise<string> {
  const scenario = await shrink(simulation, seed, rule)
  const { lines } = await simulation.run(scenario, true)
  return [
    `Seed ${seed} breaks ${rule}: ${what}`,
    '',
    'The smallest scenario found that does, and what happens in it:',
    inspect(scenario, { depth: null, breakLength: 100 }).replaceAll(
      '[Object: null prototype] ',
      '',
    ),
    '',
    ...lines,
    '',
    `Again: npm run simulate -- ${simulation.flags}--seeds 1 --seed ${seed}`,
  ].join('\n')
}

async function shrink<Scenario>(
  simulation: Simulation<Scenario>,
  seed: number,
  rule: Rule,
): Promise<Scenario> {
  const holds = fc.asyncProperty(simulation.scenarios, async (scenario) => {
    const { broken } = await simulation.run(scenario)
    return broken?.rule !== rule
  })
  const { counterexample } = await fc.check(holds, {
    seed,
    numRuns: 1,
    unbiased: true,
    interruptAfterTimeLimit: SHRINK_TIME,
  })
  return counterexample?.[0] ?? scenarioOf(simulation, seed)
}
