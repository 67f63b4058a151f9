import { describe, expect, test } from 'vitest'
import { openSuite } from './support/suite.ts'
import { QUICK, visitFeed } from './support/visit.ts'

const { site, browsers } = await openSuite()

// Retries so late that only a signal of the page can be what brings the socket back.
const LATE = { ...QUICK.reconnect, maxDelay: 300_000 }

describe.each(browsers)('$name', (browser) => {
  test('waits while the page is offline, and comes back with the network', async () => {
    const { server, visitor } = await visitFeed(browser, site, { reconnect: LATE })

    await visitor.setOffline(true)
    server.kill()
    await visitor.shows('status', 'suspended')
    await visitor.shows('suspended-by', 'offline')
    await visitor.setOffline(false)

    await visitor.opens()
  })

  test('keeps its link while the page is hidden', async () => {
    const { visitor } = await visitFeed(browser, site, {}, [])

    const show = await visitor.hide()
    await visitor.hears()
    await visitor.hears()
    await show()
    await visitor.hears()

    expect(await visitor.natives()).toHaveLength(1)
  })

  test('comes back while the page is hidden', async () => {
    const { server, visitor } = await visitFeed(browser, site)

    const show = await visitor.hide()
    server.kill()
    await visitor.change('reconnecting')
    await visitor.opens()
    await show()
  })

  test('connects at once when the page is shown', async () => {
    const { server, visitor } = await visitFeed(browser, site, { reconnect: LATE })

    const show = await visitor.hide()
    server.kill()
    await visitor.change('reconnecting')
    await show()

    await visitor.opens()
  })

  test('waits for the page to be shown where it is told not to attempt in the dark', async () => {
    const { server, visitor } = await visitFeed(browser, site, {
      reconnect: { ...QUICK.reconnect, whenHidden: false },
    })

    const show = await visitor.hide()
    server.kill()
    await visitor.shows('suspended-by', 'hidden')
    await show()

    await visitor.opens()
  })

  test('is alive again after a visit to another page', async () => {
    const { server, visitor } = await visitFeed(browser, site)

    await visitor.follow('Another page')
    await visitor.page.waitForURL('**/other.html')
    await expect.poll(() => server.connections).toBe(0)
    // Playwright's own way back waits for a `load`, which a page from the cache doesn't have.
    await visitor.page.evaluate(() => history.back())

    await visitor.opens()
  })

  test('survives a download', async () => {
    const { visitor } = await visitFeed(browser, site)

    await visitor.download()

    await visitor.opens()
  })
})

describe.each(browsers.filter(({ name }) => name === 'chromium'))('$name', (browser) => {
  test('comes back after the browser froze the page', async () => {
    const { server, visitor } = await visitFeed(browser, site, { reconnect: LATE })

    const show = await visitor.hide()
    const thaw = await visitor.freeze()
    server.kill()
    await thaw()
    await show()

    await visitor.attempts(2)
    await visitor.opens()
  })

  test('lets the back/forward cache keep the page, and attempts when it is restored', async () => {
    const { visitor } = await visitFeed(browser, site)

    await visitor.follow('Another page')
    await visitor.page.waitForURL('**/other.html')
    await visitor.page.evaluate(() => history.back())

    // A page that wasn't kept begins its timeline anew.
    const { cause } = await visitor.change('suspended')
    expect(cause).toBe('page')
    await visitor.opens()
  })
})
