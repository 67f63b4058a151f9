import { describe, expect, test } from 'vitest'
import { openSuite } from './support/suite.ts'
import { expectRising, openTab, split, startCounter } from './support/tabs-trial.ts'
import type { TabPage } from './support/tabs-trial.ts'
import type { TestBrowser } from './support/test-browsers.ts'

const { site, browsers } = await openSuite()

/** Ms of `Date.now()` in a page and here, which may be measured at different ends of a busy machine. */
const SLACK = 500

async function openTabs(browser: TestBrowser, count: number, options: Record<string, unknown>) {
  const server = await startCounter()
  const tabs: TabPage[] = []
  const all = { url: server.url, key: 'one', ...options }
  for (let index = 0; index < count; index++) tabs.push(await openTab(browser, site, all))
  return { server, tabs, options: all }
}

/** How long the tabs were without messages after `since`, in ms: until the second opening's first one. */
async function outages(tabs: readonly TabPage[], since: number): Promise<number[]> {
  const journals = await Promise.all(
    tabs.map(async (tab) => {
      await tab.reaches('another opening', ({ openings }) => openings.length > 1)
      return tab.reaches('messages', ({ firstAfterOpening }) => firstAfterOpening > since)
    }),
  )
  return journals.map(({ firstAfterOpening }) => firstAfterOpening - since)
}

async function closeAll(tabs: readonly TabPage[]): Promise<void> {
  for (const { page } of tabs) await page.close()
}

describe.each(browsers)('$name', (browser) => {
  const isChromium = browser.name === 'chromium'

  test('8 tabs have 1 connection and 1 heartbeat', async () => {
    const { server, tabs } = await openTabs(browser, 8, {})
    const { connections, pings } = server.counted

    // An idle link is pinged every 400 to 500 ms.
    await expect.poll(() => server.counted.pings, { timeout: 20_000 }).toBeGreaterThan(pings + 2)
    const counted = server.counted.pings - pings

    expect(connections).toBe(1)
    expect(server.links()).toBe(1)
    expect(counted).toBeLessThanOrEqual(4)
    await closeAll(tabs)
  })

  test('messages flow within 1 s when the leader is closed, reloaded or navigated', async () => {
    const { server, tabs } = await openTabs(browser, 4, {})
    server.startFeed()
    let rest = tabs
    for (const how of ['close', 'reload', 'navigate'] as const) {
      const [leader, others] = await split(rest)
      for (const tab of others) await tab.page.evaluate(() => window.clearTab())
      const since = Date.now()
      if (how === 'close') await leader.page.close()
      else if (how === 'reload') void leader.page.reload()
      else void leader.page.goto(`${site.url}other.html`)

      const lost = await outages(others, since)

      console.log(browser.name, how, lost)
      expect(Math.max(...lost)).toBeLessThan(1_000 + SLACK)
      rest = others
    }
    for (const tab of rest) expectRising((await tab.read()).numbers)
    await closeAll(tabs.filter(({ page }) => !page.isClosed()))
  })

  test('two keys have 2 connections', async () => {
    const { server, tabs, options } = await openTabs(browser, 2, {})

    const other = await openTab(browser, site, { ...options, key: 'two' })

    expect(server.links()).toBe(2)
    await closeAll([...tabs, other])
  })

  test('8 tabs without Web Locks have 8 connections', async () => {
    const { server, tabs } = await openTabs(browser, 8, { withoutLocks: true })

    expect(server.links()).toBe(8)
    await closeAll(tabs)
  })

  test('another version of the wire has a connection of its own', async () => {
    const { server, tabs, options } = await openTabs(browser, 2, {})

    const other = await openTab(browser, site, { ...options, wire: 99 })

    expect(server.links()).toBe(2)
    await closeAll([...tabs, other])
  })

  test.runIf(isChromium)('messages flow within 2 s when the leader crashes', async () => {
    const { server, tabs } = await openTabs(browser, 3, {})
    server.startFeed()
    const [leader, others] = await split(tabs)
    const session = await leader.page.context().newCDPSession(leader.page)
    const since = Date.now()
    void session.send('Page.crash').catch(() => {})

    const lost = await outages(others, since)

    console.log(browser.name, 'crash', lost)
    expect(Math.max(...lost)).toBeLessThan(2_000 + SLACK)
    await closeAll(tabs)
  })

  test.runIf(isChromium)(
    'a leader in the page cache is followed within 1 s, and returns',
    async () => {
      const { server, tabs } = await openTabs(browser, 3, {})
      server.startFeed()
      const [leader, others] = await split(tabs)
      const since = Date.now()
      await leader.page.goto(`${site.url}other.html`)

      const lost = await outages(others, since)
      await leader.page.goBack()
      const back = await leader.reaches('open again', ({ status }) => status === 'open')

      console.log(browser.name, 'page cache', lost, back.openings)
      expect(Math.max(...lost)).toBeLessThan(1_000 + SLACK)
      expect(back.isLeader).toBe(false)
      expect(server.links()).toBe(1)
      await closeAll(tabs)
    },
  )

  test.runIf(isChromium).each([
    { what: 'says so', ignoreFreeze: false, limit: 1_000 },
    { what: "doesn't say so", ignoreFreeze: true, limit: 500 + 6_000 },
  ])('a leader that the browser freezes is followed: it $what', async ({ ignoreFreeze, limit }) => {
    const { server, tabs } = await openTabs(browser, 2, { ignoreFreeze })
    server.startFeed()
    const [leader, others] = await split(tabs)
    await others[0]!.page.bringToFront()
    await expect.poll(() => leader.page.evaluate(() => document.visibilityState)).toBe('hidden')
    const session = await leader.page.context().newCDPSession(leader.page)
    const since = Date.now()
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })

    const lost = await outages(others, since)
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await leader.reaches('follows', ({ status, isLeader }) => status === 'open' && !isLeader)

    console.log(browser.name, 'freeze', ignoreFreeze, lost)
    expect(Math.max(...lost)).toBeLessThan(limit + SLACK)
    await expect.poll(() => server.links()).toBe(1)
    await closeAll(tabs)
  })
})
