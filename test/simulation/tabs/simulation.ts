import type { Mutation } from '../mutations/mutation.ts'
import type { Simulation } from '../search.ts'
import { buildTabs } from './build.ts'
import { run } from './run.ts'
import { scenarios, type Scenario } from './scenario.ts'

/** The simulation of tabs that share a connection, which may be mutated. */
export async function simulationOfTabs(mutation?: Mutation): Promise<Simulation<Scenario>> {
  const halves = await buildTabs(mutation)
  return {
    scenarios,
    run: (scenario, isWritten) => run(halves, scenario, isWritten),
    flags: '--tabs ',
  }
}
