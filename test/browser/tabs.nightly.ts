import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { crashFirefox, openFirefoxThatStays } from './support/crash.ts'
import { openSuite } from './support/suite.ts'
import { expectRising, openFrame, openTab, split, startCounter } from './support/tabs-trial.ts'
import type { TabPage } from './support/tabs-trial.ts'
import { openBrowser, type TestBrowser } from './support/test-browsers.ts'
import { POLL, QUICK } from './support/visit.ts'

const { site, browsers } = await openSuite()

/** The same pages as another site has them. */
const otherSite = { url: site.url.replace('127.0.0.1', 'localhost') }

/** How often each change of leader is tried. */
const RUNS = 3

/** The shortest time between two pings of an idle link, in ms. */
const SHORTEST = QUICK.heartbeat.interval * 0.8

async function openTabs(browser: TestBrowser, count: number, options: Record<string, unknown>) {
  const server = await startCounter()
  const tabs: TabPage[] = []
  const all = { url: server.url, key: 'one', ...options }
  for (let index = 0; index < count; index++) tabs.push(await openTab(browser, site, all))
  return { server, tabs, options: all }
}

/** Playwright switches Chromium's partitioning of storage off; of such a flag the last one counts. */
async function openPartitioned(): Promise<TestBrowser> {
  const browser = await openBrowser('chromium', ['--disable-features=Translate'])
  onTestFinished(() => browser!.close())
  return browser!
}

async function closeAll(tabs: readonly TabPage[]): Promise<void> {
  for (const { page } of tabs) await page.close()
}

/** How a leader goes. */
interface Change {
  readonly how: string
  /** Ms within which the others have messages again. */
  readonly limit: number
  readonly options?: Record<string, unknown>
  /** Whether only Chromium can be made to do it. */
  readonly isChromium?: boolean
  /** Opens a Firefox with which it works. */
  open?(): Promise<TestBrowser>
  leave(leader: TabPage, others: readonly TabPage[], isChromium: boolean): Promise<unknown>
  /** The leader comes back, as a follower. */
  comeBack?(leader: TabPage): Promise<unknown>
}

const devtoolsOf = (page: Page) => page.context().newCDPSession(page)

const follows = (tab: TabPage) =>
  tab.reaches('follows', ({ status, isLeader }) => status === 'open' && !isLeader)

async function freeze(leader: TabPage, [other]: readonly TabPage[]): Promise<void> {
  await other!.page.bringToFront()
  await expect.poll(() => leader.page.evaluate(() => document.visibilityState)).toBe('hidden')
  const session = await devtoolsOf(leader.page)
  await session.send('Page.setWebLifecycleState', { state: 'frozen' })
}

async function thaw(leader: TabPage): Promise<void> {
  const session = await devtoolsOf(leader.page)
  await session.send('Page.setWebLifecycleState', { state: 'active' })
  await follows(leader)
}

async function crashChromium(page: Page): Promise<void> {
  const session = await devtoolsOf(page)
  // It is never answered.
  void session.send('Page.crash').catch(() => {})
}

const CHANGES: Change[] = [
  { how: 'is closed', limit: 1_000, leave: ({ page }) => page.close() },
  {
    how: 'is reloaded',
    limit: 1_000,
    leave: ({ page }) => page.reload(),
    comeBack: follows,
  },
  {
    how: 'is navigated',
    limit: 1_000,
    leave: ({ page }) => page.goto(`${site.url}other.html`),
  },
  {
    how: 'crashes',
    limit: 2_000,
    open: openFirefoxThatStays,
    leave: ({ page }, _, isChromium) => (isChromium ? crashChromium(page) : crashFirefox(page)),
  },
  {
    how: 'is put into the page cache',
    limit: 1_000,
    isChromium: true,
    leave: ({ page }) => page.goto(`${site.url}other.html`),
    async comeBack(leader) {
      // Playwright's own way back waits for a `load`, which a page from the cache doesn't have.
      await leader.page.evaluate(() => history.back())
      const { openings } = await follows(leader)
      // A page that wasn't kept begins anew.
      expect(openings.map(({ reconnected }) => reconnected)).toEqual([false, true])
    },
  },
  {
    how: 'is frozen, and hears of it',
    limit: 1_000,
    isChromium: true,
    leave: freeze,
    comeBack: thaw,
  },
  {
    how: 'is frozen without hearing of it',
    limit: QUICK.heartbeat.interval + 6_000,
    isChromium: true,
    options: { ignoreFreeze: true },
    leave: freeze,
    comeBack: thaw,
  },
]

/** How long the others had no message in all when the leader went, in ms. */
async function outageOf(browser: TestBrowser, change: Change): Promise<number> {
  const { server, tabs } = await openTabs(browser, 3, { ...change.options })
  const [leader, others] = await split(tabs)
  server.startFeed()
  for (const tab of tabs) await tab.reaches('messages', ({ numbers }) => numbers.length > 5)

  await change.leave(leader, others, browser.name === 'chromium')
  const leads = () => Promise.all(others.map(async (tab) => (await tab.read()).isLeader))
  await expect.poll(leads, { ...POLL, message: 'one of the others leads' }).toContain(true)
  for (const tab of others) {
    await tab.reaches(
      'messages again',
      ({ status, isReopened, outages }) => status === 'open' && !isReopened && outages.length > 0,
    )
  }
  await change.comeBack?.(leader)

  await expect.poll(() => server.links()).toBe(1)
  const journals = await Promise.all(others.map((tab) => tab.read()))
  server.stopFeed()
  await closeAll(tabs)
  for (const { numbers, outages } of journals) {
    expectRising(numbers)
    // Firefox closes the links of a page that begins to load another one: the leader may reconnect once.
    expect(outages.length).toBeLessThanOrEqual(browser.name === 'firefox' ? 2 : 1)
  }
  return Math.max(...journals.map(({ outages }) => outages.reduce((sum, ms) => sum + ms, 0)))
}

describe.each(browsers)('$name', (browser) => {
  const isChromium = browser.name === 'chromium'

  test('8 tabs have 1 connection, 1 handshake and 1 heartbeat', async () => {
    const { server, tabs } = await openTabs(browser, 8, {})
    const { pings } = server.counted
    const begunAt = Date.now()

    await expect.poll(() => server.counted.pings, { timeout: 20_000 }).toBeGreaterThan(pings + 3)
    const most = (Date.now() - begunAt) / SHORTEST + 1

    expect(server.counted).toMatchObject({ connections: 1, handshakes: 1 })
    expect(server.links()).toBe(1)
    expect(server.counted.pings - pings).toBeLessThanOrEqual(most)
    await closeAll(tabs)
  })

  test.each(CHANGES.filter((change) => isChromium || !change.isChromium))(
    'messages flow within $limit ms when the leader $how',
    async (change) => {
      const user = isChromium || !change.open ? browser : await change.open()
      const times: number[] = []
      for (let run = 0; run < RUNS; run++) times.push(await outageOf(user, change))

      console.log(`${browser.name}: the leader ${change.how}: ${times.join(', ')} ms`)
      expect(Math.max(...times)).toBeLessThan(change.limit)
    },
  )

  test('two keys have 2 connections', async () => {
    const { server, tabs, options } = await openTabs(browser, 2, {})

    const others = [
      await openTab(browser, site, { ...options, key: 'two' }),
      await openTab(browser, site, { ...options, key: 'two' }),
    ]

    expect(server.links()).toBe(2)
    await closeAll([...tabs, ...others])
  })

  test('8 tabs without Web Locks have 8 connections', async () => {
    const { server, tabs } = await openTabs(browser, 8, { withoutLocks: true })

    expect(server.links()).toBe(8)
    await closeAll(tabs)
  })

  test('another version of the wire has a connection of its own', async () => {
    const { server, tabs, options } = await openTabs(browser, 2, {})

    const others = [
      await openTab(browser, site, { ...options, wire: 99 }),
      await openTab(browser, site, { ...options, wire: 99 }),
    ]

    expect(server.links()).toBe(2)
    await closeAll([...tabs, ...others])
  })

  test("frames in another site's pages share among themselves", async () => {
    const server = await startCounter()
    const options = { url: server.url, key: 'one' }
    const user = isChromium ? await openPartitioned() : browser
    const tab = await openTab(user, otherSite, options)

    const frames = [
      await openFrame(user, site, otherSite, options),
      await openFrame(user, site, otherSite, options),
    ]

    expect(server.links()).toBe(2)
    expect((await tab.read()).isLeader).toBe(true)
    await split(frames)
    await closeAll([tab, ...frames])
  })

  test('private windows share among themselves', async () => {
    const { server, tabs, options } = await openTabs(browser, 2, {})
    const context = await browser.context.browser()!.newContext()

    const others = [
      await openTab({ context }, site, options),
      await openTab({ context }, site, options),
    ]

    expect(server.links()).toBe(2)
    await split(others)
    await closeAll([...tabs, ...others])
    await context.close()
  })
})
