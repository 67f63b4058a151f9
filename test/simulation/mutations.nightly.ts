import { expect, it } from 'vitest'
import { mutations } from './mutations.ts'
import { search } from './search.ts'
import { simulationOfEngine } from './simulation.ts'

/** Several times what the mutation takes that hides best. */
const SEEDS = 6_000

it.each(mutations)('the simulation notices when engines $rule', async (mutation) => {
  const mutant = await simulationOfEngine(mutation)

  const { failures } = await search(mutant, { from: 1, count: SEEDS, most: 1 })

  expect(failures).toHaveLength(1)
})
