import type { Page } from 'playwright-core'
import { afterAll } from 'vitest'
import type { BrowserName } from '../../../scripts/find-browsers.js'
import { NETWORK_LOSS, watchConsole } from './console.ts'
import { openPlayground, type Playground } from './playground.ts'
import { openBrowsers, type TestBrowser } from './test-browsers.ts'

interface Suite {
  readonly playground: Playground
  readonly browsers: TestBrowser[]
}

/** The playground, and those of the browsers that work here, until the tests of this file are over. */
export async function openPlaygroundSuite(names?: readonly BrowserName[]): Promise<Suite> {
  // One after the other: a page that doesn't build must not leave browsers behind.
  const playground = await openPlayground()
  const browsers = await openBrowsers(names)
  afterAll(() => Promise.all([playground, ...browsers].map((each) => each.close())))
  return { playground, browsers }
}

/**
 * Opens a page of the playground, when `prepare` is done with it. It closes with the test, which fails
 * if it printed a warning or an error.
 */
export async function openAt(
  { context }: Pick<TestBrowser, 'context'>,
  url: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const page = await context.newPage()
  watchConsole(page, NETWORK_LOSS)
  await prepare?.(page)
  await page.goto(url)
  return page
}

/** The same, for a page that shows a socket, once that is open. */
export async function visitPlayground(...args: Parameters<typeof openAt>): Promise<Page> {
  const page = await openAt(...args)
  await isOpen(page)
  return page
}

/** Waits until the socket that the page shows is open. */
export const isOpen = (page: Page): Promise<void> =>
  page.locator('.badge', { hasText: 'open' }).waitFor()

/** Before the page is opened: has it find these choices of its reader. */
export const keepChoices = (page: Page, choices: { language: string; theme: string }) =>
  page.addInitScript(({ language, theme }) => {
    // The page before, `about:blank`, has no storage, and Firefox runs this there too.
    if (origin === 'null') return
    localStorage.setItem('playground-language', language)
    localStorage.setItem('playground-theme', theme)
  }, choices)
