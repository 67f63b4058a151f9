import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildNode, type BuiltNode } from '../../bench/delivery/build.ts'
import { run, type Outcome, type Scenario } from '../../bench/delivery/run.ts'
import {
  cuts,
  killedNode,
  redisRestarted,
  redisTailLost,
  rollingDrain,
} from '../../bench/delivery/scenarios.ts'

let node: BuiltNode

beforeAll(async () => {
  node = await buildNode()
})
afterAll(() => node.remove())

const TRAFFIC = { down: 200, up: 5, around: 1_000, settleWithin: 30_000 }

const runOurs = (scenario: Scenario): Promise<Outcome> =>
  run(scenario, { kind: 'ours', node: node.path, clients: 20 }, TRAFFIC)

const EXACT = { lost: 0, duplicated: 0, outOfOrder: 0 }

it.each([cuts, killedNode, rollingDrain])(
  '$name: all arrives once, in order, and every session is recovered',
  async (scenario) => {
    const { down, up, ...outcome } = await runOurs(scenario)

    expect(down).toMatchObject({ ...EXACT, told: 0, received: outcome.published * 20 })
    expect(up).toMatchObject({ ...EXACT, told: 0, received: outcome.sent })
    expect(outcome.recovered).toBe(outcome.reopenings)
    expect(outcome.reopenings).toBeGreaterThan(0)
  },
)

it.each([redisRestarted, redisTailLost])(
  '$name: every client is told, and nothing is lost without a word',
  async (scenario) => {
    const { down, up, settledAfter } = await runOurs(scenario)

    expect(down).toMatchObject(EXACT)
    expect(down.told).toBeGreaterThanOrEqual(20)
    expect(up.lost).toBe(0)
    expect(settledAfter).not.toBeNull()
  },
)
