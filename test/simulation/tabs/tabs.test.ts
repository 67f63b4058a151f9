import { expect, it } from 'vitest'
import { explain, search } from '../search.ts'
import { simulationOfTabs } from './simulation.ts'

/** The same each time. */
const SEEDS = 300

it(`shared tabs keep every invariant in the seeds 1 to ${SEEDS}`, async () => {
  const simulation = await simulationOfTabs()

  const {
    failures: [failure],
  } = await search(simulation, { from: 1, count: SEEDS, most: 1 })

  expect(failure && (await explain(simulation, failure))).toBeUndefined()
})
