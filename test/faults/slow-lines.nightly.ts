import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { TestBrowser } from '../browser/support/test-browsers.ts'
import type { OwnOptions } from '../../bench/faults/page/clients/options.ts'
import { openSuite, visit, type Visit } from './support/suite.ts'
import { lineOfTest } from './support/test-line.ts'

const { site, browsers } = await openSuite()

/** What the line lets through, in bytes a second. */
const RATE = 1_500_000

/** How long a message of 24 MB takes on it, in ms. */
const TRANSFER = 16_000

/** A heartbeat much shorter than the transfers. */
const SHORT: OwnOptions = {
  heartbeat: { interval: 1_000, timeout: 1_000 },
  connectTimeout: 10_000,
  reconnect: { spread: 100, minDelay: 100, maxDelay: 200 },
}

const DEFAULT_HEARTBEAT: OwnOptions = { ...SHORT, heartbeat: {} }

/** How many links the heartbeat may end in an upload: Firefox shows no progress of a message. */
const MOST_DEATHS = { chromium: 0, firefox: 5 }

/** A page whose connections are all slow; a greeting is what the server says to each at once. */
async function openSlowly(browser: TestBrowser, options: OwnOptions, greeting?: string) {
  const { proxy, server } = await lineOfTest()
  proxy.breakNew({ rate: RATE })
  server.greeting = greeting ?? null
  const visitor = await visit(browser, site.url)
  await visitor.open(proxy.url, options)
  return { server, visitor }
}

const message = (seconds: number) => 'message '.padEnd(seconds * RATE, 'x')

/** Waits for a message that begins so; returns how many links were lost until then. */
async function lossesUntil(visitor: Visit, start: string): Promise<number> {
  const { losses } = await visitor.hears(start, 0)
  return losses
}

describe.each(browsers)('$name', (browser) => {
  test('an upload of 24 MB arrives, with an interval and a timeout of 1 s', async () => {
    const { server, visitor } = await openSlowly(browser, SHORT)
    server.thanksFrom = 1_000

    const start = Date.now()
    await visitor.page.evaluate((size) => {
      const connection = window.clients.connections.own!
      const text = 'x'.repeat(size)
      connection.send(text)
      connection.on('open', () => connection.send(text))
    }, 16 * RATE)
    const losses = await lossesUntil(visitor, 'thanks')

    expect(Date.now() - start).toBeGreaterThan(TRANSFER / 2)
    expect(losses).toBeLessThanOrEqual(MOST_DEATHS[browser.name])
  })

  test('a download of 16 s comes to its end, once deaths have doubled the timeout', async () => {
    const { visitor } = await openSlowly(browser, SHORT, message(16))

    const losses = await lossesUntil(visitor, 'message')

    // After 2, 3, 5, 9 and 17 s; the sixth link has longer than it takes.
    expect(losses).toBeGreaterThan(0)
    expect(losses).toBeLessThanOrEqual(5)
  })

  test.each([
    [1_500, 1],
    [4_000, 0],
  ])(
    'the page is shown %i ms into a download of 8 s, with the default heartbeat: at most %i lost',
    async (shownAfter, most) => {
      const { visitor } = await openSlowly(browser, DEFAULT_HEARTBEAT, message(8))

      const start = Date.now()
      const show = await visitor.hide()
      await sleep(shownAfter - (Date.now() - start))
      await show()
      const losses = await lossesUntil(visitor, 'message')

      expect(losses).toBeLessThanOrEqual(most)
    },
  )
})
