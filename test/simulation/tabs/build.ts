import { bundle } from '../build.ts'
import type { Mutation } from '../mutations/mutation.ts'

/** Engine and shared tabs, as they are or mutated. */
export type Halves = typeof import('./halves.ts')

/** @throws Error for a mutation whose code is not found exactly once */
export function buildTabs(mutation?: Mutation): Promise<Halves> {
  return bundle<Halves>('test/simulation/tabs/halves.ts', ['src/tabs'], mutation)
}
