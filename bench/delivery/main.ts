import { parseArgs } from 'node:util'
import { conditions } from '../support/conditions.ts'
import { buildNode } from './build.ts'
import { run, type Outcome, type Traffic } from './run.ts'
import { together } from './together.ts'
import { ALL } from './scenarios.ts'
import { KINDS, type Kind } from './setup.ts'
import { rowOf, tableOf, writeTable, type Row } from './table.ts'

const TRAFFIC: Traffic = { down: 100, up: 10, around: 2_000, settleWithin: 60_000 }
const CLIENTS = 100

/** `-- --kinds ours --only killed --times 20 --write`. */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      kinds: { type: 'string', default: KINDS.join(',') },
      only: { type: 'string', default: '' },
      times: { type: 'string', default: '1' },
      clients: { type: 'string', default: `${CLIENTS}` },
      write: { type: 'boolean', default: false },
    },
  })
  const node = await buildNode()
  const times = Number(values.times)
  const rows: Row[] = []
  try {
    for (const scenario of ALL.filter(({ name }) => name.includes(values.only))) {
      for (const kind of values.kinds.split(',') as Kind[]) {
        const outcomes: Outcome[] = []
        for (let time = 0; time < times; time++) {
          const setup = { kind, node: node.path, clients: Number(values.clients) }
          const outcome = await run(scenario, setup, TRAFFIC)
          outcomes.push(outcome)
          console.log(rowOf({ scenario: scenario.name, kind, outcome }), new Set(outcome.errors))
        }
        const name = times === 1 ? scenario.name : `${scenario.name}, ${times} times`
        rows.push({ scenario: name, kind, outcome: together(outcomes) })
        // At once: a run of hours may be cut short.
        if (values.write) writeTable(rows, conditions())
      }
    }
  } finally {
    node.remove()
  }
  console.log(tableOf(rows))
}
