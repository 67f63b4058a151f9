import { expect, it } from 'vitest'
import '../support/console.ts'
import { buildEngine } from './build.ts'
import { mutations } from './mutations.ts'
import { search } from './search.ts'

/** Several times what the mutation takes that hides best. */
const SEEDS = 6_000

it.each(mutations)(
  'the simulation notices when engines $name',
  { timeout: 120_000 },
  async (mutation) => {
    const engine = await buildEngine(mutation)

    const { failures } = await search(engine, { from: 1, count: SEEDS, most: 1 })

    expect(failures).toHaveLength(1)
  },
)

it('a mutation of a text that is no longer there is stale', async () => {
  const stale = { name: 'nothing', file: 'link.ts', from: 'not to be found', to: '' }

  await expect(buildEngine(stale)).rejects.toThrow('Stale mutation: nothing')
})
