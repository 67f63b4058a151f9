import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildNode, type BuiltNode } from '../../bench/delivery/build.ts'
import { run, type Outcome, type Scenario } from '../../bench/delivery/run.ts'
import { ALL, killedNode } from '../../bench/delivery/scenarios.ts'

let node: BuiltNode

beforeAll(async () => {
  node = await buildNode()
})
afterAll(() => node.remove())

const CLIENTS = 100
const KILLS = 20
const TRAFFIC = { down: 100, up: 10, around: 3_000, settleWithin: 120_000 }

const runOurs = (scenario: Scenario): Promise<Outcome> =>
  run(scenario, { kind: 'ours', node: node.path, clients: CLIENTS }, TRAFFIC)

const EXACT = { lost: 0, duplicated: 0, outOfOrder: 0 }

it.each(ALL)('$name: nothing is lost without a word', async (scenario) => {
  const { down, up, settledAfter } = await runOurs(scenario)

  expect(settledAfter, 'until all had come').not.toBeNull()
  expect(down).toMatchObject(EXACT)
  expect(up.lost).toBe(0)
  // Where Redis lost the record of a number, its message is handled again.
  if (!scenario.losesData) expect(up).toMatchObject(EXACT)
})

it.each(Array.from({ length: KILLS }, (_, at) => at + 1))(
  'a node killed, run %i: everything arrives once, and every session is recovered',
  async () => {
    const { down, up, reopenings, recovered, published, sent } = await runOurs(killedNode)

    expect(down).toMatchObject({ ...EXACT, told: 0, received: published * CLIENTS })
    expect(up).toMatchObject({ ...EXACT, told: 0, received: sent })
    expect(reopenings).toBeGreaterThan(0)
    expect(recovered).toBe(reopenings)
  },
)
