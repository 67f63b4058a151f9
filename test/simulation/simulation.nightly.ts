import { expect, it } from 'vitest'
import { buildEngine } from './build.ts'
import { explain, search } from './search.ts'

const SEEDS = 20_000
/** Other ones each time; a failure prints the command that repeats it. */
const FROM = Date.now() % 2 ** 30

it(`every invariant holds in ${SEEDS} fresh seeds, from ${FROM}`, async () => {
  const engine = await buildEngine()

  const {
    failures: [failure],
  } = await search(engine, { from: FROM, count: SEEDS, most: 1 })

  expect(failure && (await explain(engine, failure))).toBeUndefined()
})
