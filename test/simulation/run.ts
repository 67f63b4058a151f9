import type { Broken, Journal, Tally } from './journal.ts'
import { comesBack } from './liveness.ts'
import type { Scenario } from './scenario.ts'
import { take } from './steps.ts'
import { World, type Engine } from './world.ts'

/** How a run went. */
export interface Outcome {
  readonly broken: Broken | null
  /** What happened, line by line, if that was asked for. */
  readonly lines: readonly string[]
  /** How often each fault came, and what came of them. */
  readonly tally: Tally
}

/** Lets a scenario happen to a connection. */
export async function run(engine: Engine, scenario: Scenario, isWritten = false): Promise<Outcome> {
  const world = new World(engine, scenario, isWritten)
  const release = capture(world)
  try {
    await world.call('connect')
    for (const step of scenario.steps) {
      if (!world.journal.broken) await take(step, world)
    }
    if (!world.journal.broken) await comesBack(world, scenario.finale)
    if (!world.journal.broken) world.ends()
    // Only now does Node see which rejections are unhandled.
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    release()
  }
  return world.journal
}

/** Who hears of what can be reported only to the runtime. */
export interface Reporter {
  readonly journal: Journal
  reported(error: unknown): void
  logged(...values: readonly unknown[]): void
}

/** What an engine can report only to the runtime goes to the world's checks. */
export function capture(world: Reporter): () => void {
  const { reportError } = globalThis
  const { debug, warn } = console
  const { stackTraceLimit } = Error
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (error) => {
    world.journal.breaks('throws', 'in a promise:', error)
  })
  // They are not read, and take a tenth of the time.
  Error.stackTraceLimit = 0
  globalThis.reportError = (error) => world.reported(error)
  console.debug = console.warn = (...values) => world.logged(...values)
  return () => {
    Error.stackTraceLimit = stackTraceLimit
    globalThis.reportError = reportError
    Object.assign(console, { debug, warn })
    process.removeAllListeners('unhandledRejection')
    for (const other of others) process.on('unhandledRejection', other)
  }
}
