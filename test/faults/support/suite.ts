import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { NETWORK_LOSS, watchConsole } from '../../browser/support/console.ts'
import { openBrowsers, type TestBrowser } from '../../browser/support/test-browsers.ts'
import { optionsFor, type OwnOptions } from '../../../bench/faults/page/clients/options.ts'
import type { Outcome } from '../../../bench/faults/page/journal.ts'
import { PACE } from '../../../bench/faults/support/pace.ts'
import { openSite, type Site } from '../../../bench/faults/support/site.ts'

/** The page with the clients, and the browsers that work here, until the tests of this file are over. */
export async function openSuite(): Promise<{ site: Site; browsers: TestBrowser[] }> {
  // One after the other: a page that doesn't build must not leave browsers behind.
  const site = await openSite()
  const browsers = await openBrowsers()
  afterAll(() => Promise.all([site, ...browsers].map((each) => each.close())))
  return { site, browsers }
}

/** A page with connections, which closes with the test. */
export async function visit(
  { context }: TestBrowser,
  url: string,
  expected: readonly RegExp[] = [],
): Promise<Visit> {
  const page = await context.newPage()
  watchConsole(page, [...NETWORK_LOSS, ...expected])
  await page.goto(url)
  return new Visit(page)
}

export class Visit {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Starts a connection, and waits until it is open and has heard from the server. */
  async open(url: string, options: OwnOptions = {}, name = 'own'): Promise<void> {
    await this.page.evaluate(([as, to, given]) => window.clients.startOwn(as, to, given), [
      name,
      url,
      { ...optionsFor(PACE), ...options },
    ] as const)
    await this.hears('hello', 0, name)
  }

  /** Waits until the application hears from the server after that time. */
  async hears(start: string, since: number, name = 'own'): Promise<Outcome> {
    return this.page.evaluate(
      async ([of, from, at]) => {
        const journal = window.clients.journals[of]!
        await journal.hears(from, at)
        return journal.outcome(at, from)
      },
      [name, start, since] as const,
    )
  }

  /** Waits until that many pings have been answered since the connection was started. */
  async beats(count: number, name = 'own'): Promise<void> {
    await this.page.waitForFunction(
      ([of, enough]) => window.clients.journals[of]!.beats >= enough,
      [name, count] as const,
    )
  }

  /** Puts another tab in front of the page; returns what takes it away again. */
  async hide(): Promise<() => Promise<void>> {
    const { page } = this
    const opened = page.context().waitForEvent('page')
    await page.evaluate(() => void window.open('about:blank'))
    const cover = await opened
    await this.#isSeen('hidden')
    return async () => {
      await cover.close()
      await page.bringToFront()
      await this.#isSeen('visible')
    }
  }

  async #isSeen(state: DocumentVisibilityState): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => document.visibilityState), { timeout: 20_000 })
      .toBe(state)
  }
}
