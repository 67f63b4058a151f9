import type { BrowserContext, Page } from 'playwright-core'
import type { Load } from '../messages/loads.ts'
import { metricsOf } from '../messages/measure.ts'
import type { Site } from '../messages/site.ts'
import { sleep } from '../support/until.ts'

/** What one run has cost the tab with the connection, a message. */
export interface Sample {
  /** Time on its main thread, in µs. */
  readonly cost: number
  readonly posts: number
  /** How late the messages were in one of the others, in ms; none without others. */
  readonly delays: readonly number[]
}

/** What is measured in a round, for people; all is compared with the first. */
export const TITLES: readonly string[] = [
  'one tab, without `tabs`',
  'one tab, with `tabs`',
  'leader of 7 others, visible',
  'leader of 7 others, hidden',
]

/** A new leader posts for 3 s to tabs that it may not know. */
const SETTLED = 3_500

/** Tabs of one round don't share with those of another. */
let rounds = 0

/** Runs the load on fresh tabs, in each of the ways above. */
export async function measureRound(
  context: BrowserContext,
  site: Site,
  load: Load,
): Promise<Sample[]> {
  const key = `round ${++rounds}`
  const samples: Sample[] = []
  for (const group of [null, `${key}, alone`]) {
    const tab = await openTab(context, site, group)
    samples.push(await run(context, [tab], load))
    await tab.close()
  }
  const leader = await openTab(context, site, key)
  const others = await Promise.all(
    Array.from({ length: 7 }, () => openTab(context, site, key, false)),
  )
  const tabs = [leader, ...others]
  for (const [seen, unseen] of [
    [leader, others[0]!],
    [others[0]!, leader],
  ] as const) {
    await seen.bringToFront()
    await unseen.waitForFunction(() => document.hidden, null, { polling: 50 })
    samples.push(await run(context, tabs, load))
  }
  for (const tab of tabs) await tab.close()
  return samples
}

async function openTab(
  context: BrowserContext,
  site: Site,
  key: string | null,
  leads: boolean = true,
): Promise<Page> {
  const page = await context.newPage()
  await page.goto(site.url)
  const what = [site.socketUrl, key] as const
  const isLeader = await page.evaluate(([url, group]) => window.openTab(url, group), what)
  if (isLeader !== leads) throw new Error('Another tab leads')
  return page
}

/** @param tabs - the first has the connection */
async function run(context: BrowserContext, tabs: readonly Page[], load: Load): Promise<Sample> {
  await sleep(SETTLED)
  for (const tab of tabs) await tab.evaluate((count) => window.expectMessages(count), load.count)
  const session = await context.newCDPSession(tabs[0]!)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const before = await metricsOf(session)
  await tabs[0]!.evaluate((what) => window.ask(what), load)
  const seen = await Promise.all(tabs.map((tab) => tab.evaluate(() => window.received)))
  const after = await metricsOf(session)
  await session.detach()
  return {
    cost: ((after.TaskDuration! - before.TaskDuration!) * 1_000_000) / load.count,
    posts: seen[0]!.posts / load.count,
    delays: seen[1]?.delays ?? [],
  }
}
