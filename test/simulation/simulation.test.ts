import { beforeAll, describe, expect, it } from 'vitest'
import { buildEngine, parse } from './build.ts'
import { mutations } from './mutations.ts'
import { pinned } from './pinned.ts'
import type { Scenario } from './scenario.ts'
import { explain, scenarioOf, search, type Simulation } from './search.ts'
import { simulationOfEngine } from './simulation.ts'

/** The same each time; `simulation.nightly.ts` takes fresh ones. */
const SEEDS = 2_000

let simulation: Simulation<Scenario>

beforeAll(async () => {
  simulation = await simulationOfEngine()
})

describe('every invariant holds', () => {
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

describe('a seed', () => {
  it('always stands for the same run', async () => {
    const one = await simulation.run(scenarioOf(simulation, 7), true)
    const other = await simulation.run(scenarioOf(simulation, 7), true)

    expect(one.lines.length).toBeGreaterThan(20)
    expect(other.lines).toEqual(one.lines)
  })

  it('that fails is shrunk, and printed so that it can be repeated', async () => {
    const mutation = mutations.find(({ rule }) => rule.startsWith('a wake suspects'))
    const broken = await simulationOfEngine(mutation)
    const {
      failures: [failure],
    } = await search(broken, { from: 1, count: 1_000, most: 1 })

    const text = await explain(broken, failure!)

    expect(failure).toMatchObject({ rule: 'L5' })
    expect(text).toContain(`npm run simulate -- --seeds 1 --seed ${failure!.seed}`)
    expect(text).toMatch(/BROKEN +L5/)
    expect(text.split('\n').length).toBeLessThan(60)
  })
})

it('a mutation of code that is no longer there is stale', async () => {
  const stale = { rule: 'nothing', from: 'not to be found', to: '' }

  await expect(buildEngine(stale)).rejects.toThrow('Stale mutation: nothing')
})

it('a mutation survives renamed variables and other white space', () => {
  const { pattern } = parse('if ($latest - $now > $lost) $lost = $latest - $now')

  expect('if (a.b - now > c)\n  c = a.b - now').toMatch(pattern)
  expect('if (a.b - now > c) d = a.b - now').not.toMatch(pattern)
})
