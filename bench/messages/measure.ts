import type { Browser, CDPSession, Page } from 'playwright-core'
import type { BrowserName } from '../../scripts/find-browsers.js'
import type { Load } from './loads.ts'
import { threadTimes } from './thread-times.ts'
import type { Seen } from './page/main.ts'
import type { Site } from './site.ts'
import type { Variant } from './variants.ts'

/** What one run of a variant under a load has cost. */
export interface Sample extends Seen {
  readonly messages: number
  /** The page's time in scripts, in ms; `null` where the browser doesn't tell. */
  readonly script: number | null
  /** All of the page's time on its main thread, in ms; `null` where the browser does not say. */
  readonly task: number | null
  /** By how much the heap has grown, in bytes; `null` where it isn't measured. */
  readonly heap: number | null
}

export interface Launched {
  readonly name: BrowserName
  readonly browser: Browser
}

type Costs = Pick<Sample, 'script' | 'task' | 'heap'>

/** Returns, when it is called again, what the page has cost since. */
type Meter = () => Promise<Costs>

/** Runs a variant on a fresh page. */
export async function measure(
  { name, browser }: Launched,
  site: Site,
  variant: Variant,
  load: Load,
): Promise<Sample> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(site.url)
  await page.evaluate((what) => window.prepare(what.name, what.url, what.load), {
    name: variant.name,
    url: site.socketUrl,
    load,
  })
  const readCosts = await (name === 'chromium' ? meterOfChromium : meterOfSystem)(page, load)
  const seen = await page.evaluate((what) => window.run(what), load)
  const costs = await readCosts()
  await context.close()
  return { ...seen, ...costs, messages: load.count }
}

/** By the protocol of Chromium's devtools; in time of the thread, not of the wall. */
async function meterOfChromium(page: Page, { measures }: Load): Promise<Meter> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const heapBefore = measures === 'heap' ? await heapOf(session) : null
  const before = await metricsOf(session)
  return async () => {
    const after = await metricsOf(session)
    return {
      script: (after.ScriptDuration! - before.ScriptDuration!) * 1_000,
      task: (after.TaskDuration! - before.TaskDuration!) * 1_000,
      heap: heapBefore === null ? null : (await heapOf(session)) - heapBefore,
    }
  }
}

export async function metricsOf(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}

/** Bytes in use after garbage collection. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  return (await session.send('Runtime.getHeapUsage')).usedSize
}

/** By what the system knows of the threads. */
async function meterOfSystem(): Promise<Meter> {
  const before = threadTimes(process.pid)
  return async () => {
    const after = threadTimes(process.pid)
    const spent = [...after].map(([pid, time]) => time - (before.get(pid) ?? 0))
    return { script: null, task: spent.length > 0 ? Math.max(...spent) : null, heap: null }
  }
}
