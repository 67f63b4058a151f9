import type { CDPSession, Page } from 'playwright-core'

/** Milliseconds of the main thread, not of the clock: a busy machine changes nothing about them. */
export interface Cost {
  /** Script, style and layout together, in ms a second. */
  readonly work: number
  /** The longest single piece of work. */
  readonly longest: number
  /** Pieces of work looked at. */
  readonly pieces: number
}

interface TraceEvent {
  readonly ph: string
  /** Thread time in microseconds. */
  readonly tdur?: number
}

const WORK = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration']

/** What the main thread of a page does until `isOver` holds. */
export async function costUntil(page: Page, isOver: () => Promise<void>): Promise<Cost> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const endTrace = await startTrace(session)
  const before = await read(session)
  await isOver()
  const after = await read(session)
  const pieces = await endTrace()
  await session.detach()
  return {
    work: ((after.work - before.work) / (after.at - before.at)) * 1_000,
    longest: Math.max(...pieces) / 1_000,
    pieces: pieces.length,
  }
}

async function read(session: CDPSession): Promise<{ at: number; work: number }> {
  const { metrics } = await session.send('Performance.getMetrics')
  const seconds = metrics.filter(({ name }) => WORK.includes(name)).map(({ value }) => value)
  return { at: performance.now(), work: seconds.reduce((sum, value) => sum + value, 0) * 1_000 }
}

/** Begins to note what the main threads do; returns what ends that, and says how long each took. */
async function startTrace(session: CDPSession): Promise<() => Promise<number[]>> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]))
  })
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] },
  })
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
    await session.send('Tracing.end')
    await complete
    return events.flatMap(({ ph, tdur }) => (ph === 'X' && tdur !== undefined ? [tdur] : []))
  }
}
