import type { BrowserContext, Page } from 'playwright-core'
import type { Load } from '../messages/loads.ts'
import { metricsOf } from '../messages/measure.ts'
import type { Site } from '../messages/site.ts'
import { sleep } from '../support/until.ts'
import type { Variant } from './variants.ts'

/** What one run has cost the tab with the connection, a message. */
export interface Sample {
  /** Time on its main thread, in µs. */
  readonly cost: number
  readonly posts: number
  /** How late the messages were in one of the others, in ms; none without others. */
  readonly delays: readonly number[]
}

/** A new leader posts for 3 s to tabs that it may not know. */
const SETTLED = 3_500

/** Tabs of one run don't share with those of another. */
let runs = 0

/** Runs a load on fresh tabs. */
export async function measure(
  context: BrowserContext,
  site: Site,
  { isShared, followers, isLeaderSeen }: Variant,
  load: Load,
): Promise<Sample> {
  const key = isShared ? `run ${++runs}` : null
  const open = async (leads: boolean): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(site.url)
    const what = [site.socketUrl, key] as const
    const isLeader = await page.evaluate(([url, group]) => window.openTab(url, group), what)
    if (isLeader !== leads) throw new Error('Another tab leads')
    return page
  }
  const first = await open(true)
  const others: Page[] = []
  while (others.length < followers) others.push(await open(false))
  const [seen, unseen] = isLeaderSeen ? [first, others[0]] : [others[0]!, first]
  await seen.bringToFront()
  await unseen?.waitForFunction(() => document.visibilityState === 'hidden', null, { polling: 50 })
  await sleep(SETTLED)

  const session = await context.newCDPSession(first)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const pages = [first, ...others]
  for (const page of pages) await page.evaluate((count) => window.expectMessages(count), load.count)
  const before = await metricsOf(session)
  await first.evaluate((what) => window.ask(what), load)
  const [leader, ...rest] = await Promise.all(
    pages.map((page) => page.evaluate(() => window.received)),
  )
  const after = await metricsOf(session)
  for (const page of pages) await page.close()
  return {
    cost: ((after.TaskDuration! - before.TaskDuration!) * 1_000_000) / load.count,
    posts: leader!.posts / load.count,
    delays: rest[0]?.delays ?? [],
  }
}
