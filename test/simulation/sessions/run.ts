import { capture, type Outcome } from '../run.ts'
import type { Halves } from './build-halves.ts'
import { comesBack } from './liveness.ts'
import type { Scenario } from './scenario.ts'
import { take } from './steps.ts'
import { World } from './world.ts'

/** Lets a scenario happen to clients and servers. */
export async function run(halves: Halves, scenario: Scenario, isWritten = false): Promise<Outcome> {
  const world = new World(halves, scenario, isWritten)
  const release = capture(world)
  try {
    await world.begins()
    for (const step of scenario.steps) {
      if (!world.journal.broken) await take(step, world)
    }
    if (!world.journal.broken) await comesBack(world)
    // Only now does Node see which rejections are unhandled.
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    release()
  }
  return world.journal
}
