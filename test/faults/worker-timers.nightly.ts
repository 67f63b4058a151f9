import { describe, expect, test } from 'vitest'
import { lineOfTest } from './support/test-line.ts'
import { FOUND_WITHIN } from '../../bench/faults/support/pace.ts'
import { openSuite, visit } from './support/suite.ts'

const { site, browsers } = await openSuite()

/** What browsers say of the worker that a policy forbids. No page can prevent it. */
const FORBIDDEN = [/^Creating a worker from 'blob:.+' violates /, /blocked a worker script/]

describe.each(browsers)('$name', (browser) => {
  test('the worker ends after its connection', async () => {
    const { proxy } = await lineOfTest()
    const visitor = await visit(browser, site.url)
    await visitor.open(proxy.url, { workerTimers: true })
    await visitor.beats(1)
    expect(visitor.page.workers()).toHaveLength(1)

    await visitor.page.evaluate(() => window.clients.connections.own!.dispose())

    await expect.poll(() => visitor.page.workers(), { timeout: 20_000 }).toHaveLength(0)
  })

  test('a page that may have no worker finds a half-open link all the same', async () => {
    const { proxy } = await lineOfTest()
    const visitor = await visit(browser, site.urlWithoutWorkers, FORBIDDEN)
    await visitor.open(proxy.url, { workerTimers: true })

    const faultAt = Date.now()
    proxy.breakOpen({ swallow: ['up', 'down'] })
    const { lostAt } = await visitor.hears('hello', faultAt)

    expect(visitor.page.workers()).toEqual([])
    expect((lostAt ?? Infinity) - faultAt).toBeLessThanOrEqual(FOUND_WITHIN)
  })
})

// Firefox under Playwright doesn't slow down the timers of hidden pages.
describe.each(browsers.filter(({ name }) => name === 'chromium'))('$name', (browser) => {
  test('worker timers keep their pace in a hidden page, system timers do not', async () => {
    const visitor = await visit(browser, site.url)
    await visitor.hide()

    const inWorker = await visitor.page.evaluate(() => window.clients.chain('worker', 5, 100))
    const inPage = await visitor.page.evaluate(() => window.clients.chain('system', 5, 100))

    expect(inPage).toBeGreaterThan(3_000)
    expect(inWorker).toBeLessThan(inPage / 2)
  })
})
