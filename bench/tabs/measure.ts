import type { Browser, Page } from 'playwright-core'
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

/** Runs a load on fresh tabs. */
export async function measure(
  browser: Browser,
  site: Site,
  { isShared, followers, isLeaderSeen }: Variant,
  load: Load,
): Promise<Sample> {
  const context = await browser.newContext()
  const open = async (): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(site.url)
    const leads = await page.evaluate(([url, key]) => window.openTab(url!, key!), [
      site.socketUrl,
      isShared ? 'key' : null,
    ] as const)
    if (leads !== (context.pages().length === 1)) throw new Error('Another tab leads')
    return page
  }
  const first = await open()
  const others: Page[] = []
  while (others.length < followers) others.push(await open())
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
  await context.close()
  return {
    cost: ((after.TaskDuration! - before.TaskDuration!) * 1_000_000) / load.count,
    posts: leader!.posts / load.count,
    delays: rest[0]?.delays ?? [],
  }
}
