import { buildEngine } from './build.ts'
import type { Mutation } from './mutations/mutation.ts'
import { run } from './run.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import type { Simulation } from './search.ts'

/** The simulation of one connection, whose engine may be mutated. */
export async function simulationOfEngine(mutation?: Mutation): Promise<Simulation<Scenario>> {
  const engine = await buildEngine(mutation)
  return { scenarios, run: (scenario, isWritten) => run(engine, scenario, isWritten), flags: '' }
}
