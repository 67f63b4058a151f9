import { afterAll, describe, expect, test } from 'vitest'
import type { TabJournal } from './page/tabs.ts'
import { openSite } from './support/site.ts'
import { expectRising, startCounter, tabAddress } from './support/tabs-trial.ts'
import { POLL } from './support/visit.ts'
import { openWebKit, type WebKitPage } from './support/webkit.ts'

/** How soon messages flow again when the leader is closed, in ms. */
const LIMIT = 1_000

const site = await openSite()
const page = await openWebKit()
afterAll(async () => {
  await page?.close()
  await site.close()
})

describe.each(page ? [page] : [])('WebKitGTK', (webkit: WebKitPage) => {
  const read = async (tab: string): Promise<TabJournal> => {
    await webkit.switchTo(tab)
    return webkit.evaluate(() => window.readTab())
  }

  const reaches = (tab: string, isReached: (journal: TabJournal) => boolean): Promise<void> =>
    expect.poll(async () => isReached(await read(tab)), POLL).toBe(true)

  test('three tabs have one connection, and go on when its tab is closed', async () => {
    const server = await startCounter()
    const address = tabAddress(site, { url: server.url, key: 'one' })
    const tabs: string[] = []
    for (let index = 0; index < 3; index++) {
      tabs.push(await (index === 0 ? webkit.tab() : webkit.newTab()))
      await webkit.open(address)
      await expect.poll(() => webkit.evaluate(() => 'readTab' in window), POLL).toBe(true)
      await reaches(tabs[index]!, ({ status }) => status === 'open')
    }
    const links = server.links()
    const [leader, ...others] = tabs as [string, string, string]
    const { isLeader } = await read(leader)
    server.startFeed()
    for (const tab of tabs) await reaches(tab, ({ numbers }) => numbers.length > 5)

    await webkit.switchTo(leader)
    await webkit.closeTab()
    for (const tab of others) await reaches(tab, ({ outages }) => outages.length > 0)
    await webkit.switchTo(others[1]!)
    await webkit.evaluate((data) => window.sendFromTab(data), { last: true })
    await expect.poll(() => server.counted.received, POLL).toEqual([{ last: true }])
    server.stopFeed()
    const journals = [await read(others[0]!), await read(others[1]!)]

    expect(links).toBe(1)
    expect(isLeader).toBe(true)
    expect(server.links()).toBe(1)
    expect(journals.map((journal) => journal.isLeader).filter(Boolean)).toHaveLength(1)
    for (const { numbers } of journals) expectRising(numbers)
    const times = journals.flatMap(({ outages }) => outages)
    console.log(`WebKitGTK: the leader is closed: ${times.join(', ')} ms`)
    expect(Math.max(...times)).toBeLessThan(LIMIT)
  })
})
