import { expect, it } from 'vitest'
import { explain, search } from '../search.ts'
import { mutations } from './mutations.ts'
import { simulationOfTabs } from './simulation.ts'

const SEEDS = 2_000
/** In how many seeds the simulation must notice that a rule is broken. */
const ENOUGH = 1_000
/** Other ones each time; a failure prints the command that repeats it. */
const FROM = Date.now() % 2 ** 30

it(`shared tabs keep every invariant in ${SEEDS} fresh seeds, from ${FROM}`, async () => {
  const simulation = await simulationOfTabs()

  const {
    failures: [failure],
  } = await search(simulation, { from: FROM, count: SEEDS, most: 1 })

  expect(failure && (await explain(simulation, failure))).toBeUndefined()
})

it.each(mutations)('the simulation notices where it is not so that $rule', async (mutation) => {
  const mutant = await simulationOfTabs(mutation)

  const { failures } = await search(mutant, { from: 1, count: ENOUGH, most: 1 })

  expect(failures).toHaveLength(1)
})
