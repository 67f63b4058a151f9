import type { TestBrowser } from '../../browser/support/test-browsers.ts'
import type { Addresses } from './peer.ts'
import type { Results } from './run-checks.ts'
import { openServer } from './server.ts'
import type { Side } from './subjects.ts'

export interface Outcome {
  readonly results: Results
  /** Warnings and errors on the console. */
  readonly printed: readonly string[]
}

/** Both classes in one runtime. */
export interface Run extends Record<Side, Outcome> {
  readonly runtime: 'node' | TestBrowser['name']
  readonly version: string
}

/** Runs the checks with one class after the other, each against a server of its own. */
export async function runBoth(
  run: (side: Side, addresses: Addresses) => Promise<Outcome>,
): Promise<Record<Side, Outcome>> {
  const runOne = async (side: Side): Promise<Outcome> => {
    const server = await openServer()
    try {
      return await run(side, server.addresses)
    } finally {
      await server.close()
    }
  }
  return { native: await runOne('native'), ours: await runOne('ours') }
}
