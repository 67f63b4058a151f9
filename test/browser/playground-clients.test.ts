import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { NETWORK_LOSS, watchConsole } from './support/console.ts'
import { openPlayground } from './support/playground.ts'
import { openBrowser } from './support/test-browsers.ts'
import { POLL } from './support/visit.ts'

const playground = await openPlayground()
const browser = await openBrowser('chromium')

afterAll(() => Promise.all([playground.close(), browser?.close()]))

async function visit(): Promise<Page> {
  const page = await browser!.context.newPage()
  watchConsole(page, NETWORK_LOSS)
  await page.goto(playground.url)
  await page.getByRole('link', { name: 'Twenty clients at once' }).click()
  return page
}

async function says(page: Page, count: string): Promise<void> {
  const clients = page.getByRole('region', { name: 'Clients' }).getByRole('status')
  await expect.poll(() => clients.textContent(), POLL).toContain(count)
}

describe.skipIf(browser === null)('twenty clients', () => {
  test('open, and come back from a loss', async () => {
    const page = await visit()
    await says(page, '20 of 20 open')

    await page.getByRole('button', { name: 'Stop the server' }).click()
    await says(page, '0 of 20 open')
    await page.getByRole('button', { name: 'Heal everything' }).click()

    await says(page, '20 of 20 open')
  })
})
