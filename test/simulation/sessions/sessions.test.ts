import { beforeAll, describe, expect, it } from 'vitest'
import { explain, scenarioOf, search, type Simulation } from '../search.ts'
import { pinned } from './pinned.ts'
import type { Scenario } from './scenario.ts'
import { simulationOfSessions } from './simulation.ts'

/** The same each time; `sessions.nightly.ts` takes fresh ones. */
const SEEDS = 300

let simulation: Simulation<Scenario>

beforeAll(async () => {
  simulation = await simulationOfSessions()
})

describe('sessions keep every invariant', () => {
  it(`in the seeds 1 to ${SEEDS}`, async () => {
    const {
      failures: [failure],
    } = await search(simulation, { from: 1, count: SEEDS, most: 1 })

    expect(failure && (await explain(simulation, failure))).toBeUndefined()
  })

  it.each(pinned)('where once $was', async ({ scenario }) => {
    const { broken, lines } = await simulation.run(scenario, true)

    expect(broken, lines.join('\n')).toBeNull()
  })
})

it('a seed always stands for the same run', async () => {
  const one = await simulation.run(scenarioOf(simulation, 7), true)
  const other = await simulation.run(scenarioOf(simulation, 7), true)

  expect(one.lines.length).toBeGreaterThan(20)
  expect(other.lines).toEqual(one.lines)
})
