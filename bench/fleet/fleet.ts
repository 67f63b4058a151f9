import type { Library } from './library.ts'
import { connection, reconnectingWebSocket } from './ours.ts'
import { peers } from './peers.ts'
import { scenarios, type Scenario } from './scenarios.ts'
import { simulate } from './simulate.ts'
import type { Tally } from './tally.ts'

export const libraries: readonly Library[] = [connection, reconnectingWebSocket, ...peers]

/** What each library's fleet did in one scenario, in the order of `libraries`. */
export interface Result {
  readonly scenario: Scenario
  readonly tallies: readonly Tally[]
}

/** Lets everything happen to every library's fleet. */
export function simulateAll(clients: number): Result[] {
  return scenarios.map((scenario) => ({
    scenario,
    tallies: libraries.map((library) => simulate(library, scenario, clients)),
  }))
}
