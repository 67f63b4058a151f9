import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { SocketOptions } from 'vue-heartbeat-socket'
import { FeedServer } from '../../../playground/server/feed-server.ts'
import type { Change, NativeRecord } from '../page/harness.ts'
import { NETWORK_LOSS, watchConsole } from './console.ts'
import type { Site } from './site.ts'
import type { TestBrowser } from './test-browsers.ts'

/** Times short enough for a test, long enough for a busy machine. */
export const QUICK = {
  connectTimeout: 2_000,
  heartbeat: { interval: 500, timeout: 500 },
  reconnect: { spread: 100, minDelay: 100, maxDelay: 500, stableAfter: 1_000 },
} satisfies Omit<SocketOptions, 'url'>

/** How long to wait for what must come. */
export const POLL = { timeout: 20_000, interval: 50 }

/** A feed server on a fresh port that stops with the test. */
export async function startServer(): Promise<FeedServer> {
  const server = new FeedServer({ interval: 100 })
  onTestFinished(() => server.stop())
  await server.start()
  return server
}

/**
 * Opens the test page with these options of the plugin. It closes with the test, which fails if the
 * page printed a warning or an error that none of `expected` fits.
 */
export async function visit(
  { context }: TestBrowser,
  site: Site,
  options: object,
  expected: RegExp[] = [],
): Promise<Visit> {
  const page = await context.newPage()
  watchConsole(page, expected)
  await page.goto(`${site.url}?${new URLSearchParams({ options: JSON.stringify(options) })}`)
  return new Visit(page, site)
}

/** Starts a server, opens the test page on its feed, and waits until the page's socket is open. */
export async function visitFeed(
  browser: TestBrowser,
  site: Site,
  options: Partial<SocketOptions> = {},
  expected = NETWORK_LOSS,
): Promise<{ server: FeedServer; visitor: Visit }> {
  const server = await startServer()
  const visitor = await visit(browser, site, { ...QUICK, ...options, url: server.url }, expected)
  await visitor.shows('status', 'open')
  return { server, visitor }
}

/** A page with sockets, and the questions that tests ask it. */
export class Visit {
  readonly page: Page
  readonly #site: Site

  constructor(page: Page, site: Site) {
    this.page = page
    this.#site = site
  }

  /** What the page shows of a socket, such as `status` or `received`. */
  shown(field: string, name = 'default'): Promise<string | null> {
    return this.page.locator(`#${name} .${field}`).textContent()
  }

  /** Waits until the page shows this. */
  async shows(field: string, text: string | RegExp, name?: string): Promise<void> {
    const shown = expect.poll(() => this.shown(field, name), POLL)
    await (typeof text === 'string' ? shown.toBe(text) : shown.toMatch(text))
  }

  /** Waits until the page shows a message that the server has yet to send. */
  async hears(name?: string): Promise<void> {
    const before = Number(await this.shown('received', name))
    await expect
      .poll(async () => Number(await this.shown('received', name)), POLL)
      .toBeGreaterThan(before)
  }

  /** Waits until the page shows an open socket, and then a message. */
  async opens(): Promise<void> {
    await this.shows('status', 'open')
    await this.hears()
  }

  natives(path = '/feed'): Promise<NativeRecord[]> {
    return this.page.evaluate(
      (wanted) => window.harness.natives.filter((native) => native.path === wanted),
      path,
    )
  }

  /** Waits until the page has attempted this many times. */
  async attempts(count: number, path?: string): Promise<void> {
    await expect
      .poll(async () => (await this.natives(path)).length, POLL)
      .toBeGreaterThanOrEqual(count)
  }

  /** The first change of this kind, once it has happened. */
  async change(status: string, name = 'default'): Promise<Change> {
    const find = () =>
      this.page.evaluate(
        ([socket, wanted]) =>
          window.harness.timelines[socket]?.find((change) => change.status === wanted) ?? null,
        [name, status] as const,
      )
    await expect.poll(find, POLL).not.toBeNull()
    return (await find())!
  }

  /** Puts another tab in front of the page; returns what takes it away again. */
  async hide(): Promise<() => Promise<void>> {
    const { page } = this
    const opened = page.context().waitForEvent('page')
    await page.evaluate(() => void window.open('/other.html'))
    const cover = await opened
    await this.#isSeen('hidden')
    return async () => {
      await cover.close()
      await page.bringToFront()
      await this.#isSeen('visible')
    }
  }

  async #isSeen(state: DocumentVisibilityState): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => document.visibilityState), POLL).toBe(state)
  }

  /** Freezes the page, which must be hidden, as Chromium does to save power. */
  async freeze(): Promise<() => Promise<void>> {
    const session = await this.page.context().newCDPSession(this.page)
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    return async () => {
      await session.send('Page.setWebLifecycleState', { state: 'active' })
      await session.detach()
    }
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.page.context().setOffline(offline)
    await expect.poll(() => this.page.evaluate(() => navigator.onLine), POLL).toBe(!offline)
  }

  /** Follows a link to a file, which the browser begins to load like a page. */
  async download(): Promise<void> {
    const before = this.#site.downloads
    await this.follow('A download')
    await expect.poll(() => this.#site.downloads, POLL).toBe(before + 1)
  }

  /** Follows a link of the page as a user does. */
  async follow(text: string): Promise<void> {
    await this.page.getByRole('link', { name: text }).click({ noWaitAfter: true })
  }
}
