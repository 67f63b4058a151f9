import type { Mutation } from '../mutations/mutation.ts'
import type { Simulation } from '../search.ts'
import { buildHalves } from './build-halves.ts'
import { run } from './run.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

/** The simulation of clients and servers with sessions, which may be mutated. */
export async function simulationOfSessions(mutation?: Mutation): Promise<Simulation<Scenario>> {
  const halves = await buildHalves(mutation)
  return {
    scenarios,
    run: (scenario, isWritten) => run(halves, scenario, isWritten),
    flags: '--sessions ',
  }
}
