import { bundle } from '../build.ts'
import type { Mutation } from '../mutations/mutation.ts'

/** Client and server, as they are or mutated. */
export type Halves = typeof import('./halves.ts')

const FOLDERS = ['src/connection', 'src/session', 'src/server', 'src/protocol']

/**
 * Bundles both halves of sessions, mutated if that is asked for, and loads them.
 *
 * @throws Error for a mutation whose code is not found exactly once
 */
export function buildHalves(mutation?: Mutation): Promise<Halves> {
  return bundle<Halves>('test/simulation/sessions/halves.ts', FOLDERS, mutation)
}
