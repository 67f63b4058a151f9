import { expect, it } from 'vitest'
import { explain, search } from './search.ts'
import { simulationOfEngine } from './simulation.ts'

const SEEDS = 20_000
/** Other ones each time; a failure prints the command that repeats it. */
const FROM = Date.now() % 2 ** 30

it(`every invariant holds in ${SEEDS} fresh seeds, from ${FROM}`, async () => {
  const simulation = await simulationOfEngine()

  const {
    failures: [failure],
  } = await search(simulation, { from: FROM, count: SEEDS, most: 1 })

  expect(failure && (await explain(simulation, failure))).toBeUndefined()
})
