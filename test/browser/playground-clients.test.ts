import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openPlaygroundSuite, visitPlayground } from './support/playground-suite.ts'
import { POLL } from './support/visit.ts'

const { playground, browsers } = await openPlaygroundSuite(['chromium'])

async function says(page: Page, count: string): Promise<void> {
  const clients = page.getByRole('region', { name: 'Clients' }).getByRole('status')
  await expect.poll(() => clients.textContent(), POLL).toContain(count)
}

describe.each(browsers)('twenty clients, in $name', (browser) => {
  test('open, and come back from a loss', async () => {
    const page = await visitPlayground(browser, playground.url)
    await page.getByRole('link', { name: 'Twenty clients at once' }).click()
    await says(page, '20 of 20 open')

    await page.getByRole('button', { name: 'Stop the server' }).click()
    await says(page, '0 of 20 open')
    await page.getByRole('button', { name: 'Heal everything' }).click()

    await says(page, '20 of 20 open')
  })
})
