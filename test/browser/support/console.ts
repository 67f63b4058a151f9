import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

/**
 * What browsers print when a connection fails, in Firefox also when an open one is lost. No page can
 * prevent it.
 */
export const NETWORK_LOSS = [
  /^WebSocket connection to 'ws:\/\/127\.0\.0\.1:\d+\/\w+(?:\?page=[\d.]+)?' failed: /,
  /^Firefox can’t establish a connection to the server at ws:\/\/127\.0\.0\.1:\d+\/\w+(?:\?page=[\d.]+)?\.$/,
  /^The connection to ws:\/\/127\.0\.0\.1:\d+\/\w+(?:\?page=[\d.]+)? was interrupted while the page was loading\.$/,
]

/**
 * Closes the page with the test, and fails the test if the page printed a warning or an error that
 * none of `expected` fits.
 */
export function watchConsole(page: Page, expected: RegExp[]): void {
  const problems: string[] = []
  const note = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) problems.push(text)
  }
  page.on('console', (message) => {
    if (['warning', 'error', 'assert'].includes(message.type())) note(message.text())
  })
  page.on('pageerror', (error) => note(error.message))
  onTestFinished(async () => {
    await page.close()
    expect(problems, 'printed to the console').toEqual([])
  })
}
