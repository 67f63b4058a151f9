import { capture, type Outcome } from '../run.ts'
import type { Halves } from './build.ts'
import { ends, settles } from './ending.ts'
import type { Scenario } from './scenario.ts'
import { open, take } from './steps.ts'
import { World } from './world.ts'

/** Lets a scenario happen to the tabs of a browser. */
export async function run(halves: Halves, scenario: Scenario, isWritten = false): Promise<Outcome> {
  const world = new World(halves, scenario, isWritten)
  const { MessageChannel } = globalThis
  globalThis.MessageChannel = world.messageChannel()
  const release = capture({
    journal: world.journal,
    reported: (error) => world.journal.breaks('throws', error),
    logged: () => {},
  })
  try {
    await world.runs(() => open(world))
    for (const step of scenario.steps) {
      if (!world.journal.broken) await take(step, world)
    }
    if (!world.journal.broken) await settles(world)
    if (!world.journal.broken) await ends(world)
    // Only now does Node see which rejections are unhandled.
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    release()
    globalThis.MessageChannel = MessageChannel
  }
  return world.journal
}
