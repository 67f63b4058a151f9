import type { Scenario } from './scenario.ts'

/** A scenario that broke an invariant once, as far as it could be shrunk. */
export interface Pinned {
  /** What went wrong. */
  readonly was: string
  readonly scenario: Scenario
}

export const pinned: readonly Pinned[] = []
