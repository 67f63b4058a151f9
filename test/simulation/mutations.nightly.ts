import { expect, it } from 'vitest'
import { buildEngine } from './build.ts'
import { mutations } from './mutations.ts'
import { search } from './search.ts'

/** Several times what the mutation takes that hides best. */
const SEEDS = 6_000

it.each(mutations)('the simulation notices when engines $rule', async (mutation) => {
  const engine = await buildEngine(mutation)

  const { failures } = await search(engine, { from: 1, count: SEEDS, most: 1 })

  expect(failures).toHaveLength(1)
})
