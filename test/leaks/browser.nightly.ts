import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../../scripts/find-browsers.js'
import { growthOf } from './support/flat.ts'
import { openSite, type Site } from './support/site.ts'

/** Compiled code comes and goes, and would hide what an app leaves behind. */
const FLAGS = '--js-flags=--no-opt --no-sparkplug --no-flush-bytecode'

/** V8 keeps the first object that a literal with accessors has made, and with it what these see. */
const OF_ONE_APP = 4

const WARM_UP = 800
const MOUNTS = 1_000
const READ_EVERY = 50

/** How long to wait for what must come. */
const POLL = { timeout: 20_000 }

let site: Site
let browser: Browser
let page: Page
let session: CDPSession

beforeAll(async () => {
  site = await openSite()
  const launched = await launch('chromium', { args: [FLAGS] })
  if ('problem' in launched) throw new Error(`Chromium doesn't work here: ${launched.problem}`)
  browser = launched.browser
  page = await browser.newPage()
  await page.goto(site.url)
  session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

test('1 000 apps that come and go leave nothing behind', { timeout: 120_000 }, async () => {
  const readings: Record<string, number>[] = []

  await mount(WARM_UP)
  for (let mounts = 0; mounts < MOUNTS; mounts += READ_EVERY) {
    await mount(READ_EVERY)
    readings.push(await read())
  }

  const growth = (name: string) => growthOf(readings.map((reading) => reading[name]!))
  expect(growth('JSEventListeners')).toBe(0)
  expect(growth('Nodes')).toBe(0)
  expect(growth('Documents')).toBe(0)
  expect(growth('JSHeapUsedSize')).toBeLessThan(0.02)
  await expect.poll(aliveAfterCollecting, POLL).toBeLessThanOrEqual(OF_ONE_APP)
})

/** Mounts and unmounts so many apps, and lets their sockets close. */
async function mount(apps: number): Promise<void> {
  const mountAll = ([count, url]: readonly [number, string]) => window.leaks.mount(count, url)
  expect(await page.evaluate(mountAll, [apps, site.socketUrl] as const)).toBeNull()
  await expect.poll(() => page.evaluate(() => window.leaks.closing()), POLL).toBe(0)
}

/** Waits for what the garbage collector is slow to tell. */
async function aliveAfterCollecting(): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  return page.evaluate(() => window.leaks.alive())
}

/** What the browser counts, after it has collected garbage. */
async function read(): Promise<Record<string, number>> {
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}
