import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findServer } from '../../scripts/find-servers.js'
import { NETWORK_LOSS, watchConsole } from './support/console.ts'
import { openPlaygroundSuite } from './support/playground-suite.ts'

const found = findServer('redis-server')
if (!('path' in found)) console.log(`Left out: many nodes (${found.problem})`)

const { playground, browsers } = await openPlaygroundSuite('path' in found ? ['chromium'] : [])

/** Redis, the build of a node and its processes take their time on a busy machine. */
const POLL = { timeout: 60_000, interval: 200 }

async function figure(page: Page, row: string, direction = ''): Promise<number> {
  const cell = page.locator(`[data-row="${row}"] td${direction && `[data-lane="${direction}"]`}`)
  return Number((await cell.innerText()).replace(/\D/g, ''))
}

/** Waits until so many more have arrived, in both directions. */
async function flows(page: Page, more: number): Promise<void> {
  for (const direction of ['down', 'up']) {
    const before = await figure(page, 'arrived', direction)
    await expect
      .poll(() => figure(page, 'arrived', direction), POLL)
      .toBeGreaterThanOrEqual(before + more)
  }
}

describe.each(browsers)('many nodes, in $name', ({ context }) => {
  test('one that is killed comes back, and nothing is lost or comes twice', async () => {
    const page = await context.newPage()
    watchConsole(page, [...NETWORK_LOSS, /^WebSocket connection to 'ws:\/\/127\.0\.0\.1:\d+\/'/])
    await page.goto(playground.url)
    await page.getByRole('link', { name: 'Many nodes' }).click()
    const kill = page.getByRole('button', { name: 'Kill node A' })
    await kill.waitFor({ timeout: 60_000 })
    await flows(page, 30)

    await kill.click()
    await expect.poll(() => figure(page, 'reopenings'), POLL).toBeGreaterThan(0)
    await expect.poll(() => kill.isEnabled(), POLL).toBe(true)
    await flows(page, 60)

    for (const direction of ['down', 'up']) {
      expect(await figure(page, 'lost', direction)).toBe(0)
      expect(await figure(page, 'again', direction)).toBe(0)
    }
    expect(await figure(page, 'recovered')).toBe(await figure(page, 'reopenings'))
  })
})
