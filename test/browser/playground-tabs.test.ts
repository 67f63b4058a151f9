import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { NETWORK_LOSS, watchConsole } from './support/console.ts'
import { openPlaygroundSuite } from './support/playground-suite.ts'
import { POLL } from './support/visit.ts'

const { playground, browsers } = await openPlaygroundSuite(['chromium'])

/** Waits until the page says this of its tab. */
async function says(page: Page, text: string): Promise<void> {
  const about = page.getByRole('region', { name: 'Several tabs' }).getByRole('status')
  await expect.poll(() => about.textContent(), POLL).toBe(text)
}

async function connections(page: Page, count: number): Promise<void> {
  const fact = page.locator('dl > div', { hasText: 'Connections' }).locator('dd')
  await expect.poll(() => fact.textContent(), POLL).toBe(String(count))
}

describe.each(browsers)('several tabs, in $name', ({ context }) => {
  test('show who leads, share one connection, and go on without the leader', async () => {
    const first = await context.newPage()
    watchConsole(first, NETWORK_LOSS)
    await first.goto(playground.url)
    await first.getByRole('link', { name: 'Several tabs, one connection' }).click()
    await says(first, 'This is tab 1, and it leads.')

    const opened = context.waitForEvent('page')
    await first.getByRole('link', { name: 'Open another tab' }).click()
    const second = await opened
    watchConsole(second, NETWORK_LOSS)
    await says(second, 'This is tab 2. Tab 1 leads.')
    await connections(second, 1)
    const tabs = await second.getByRole('region', { name: 'Tabs', exact: true }).innerText()
    expect(tabs.replaceAll(/\s+/g, ' ')).toBe('Tabs Tab 1 leads Tab 2 follows this one')

    await second.getByRole('button', { name: 'Say hello' }).click()
    for (const page of [first, second]) await page.getByText('Hello from tab 2').waitFor()

    await first.close()
    await says(second, 'This is tab 2, and it leads.')
    await second.locator('.status', { hasText: 'open' }).waitFor()
    await connections(second, 1)
  })
})
