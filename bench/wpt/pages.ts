import type { Browser, Page } from 'playwright-core'
import { launch, type BrowserName } from '../../scripts/find-browsers.js'
import { report, type Outcome } from './outcome.ts'
import { HOSTS } from './server.ts'

declare global {
  var outcome: Outcome | undefined
}

/** For `testharnessreport.js`: leaves the outcome where the page can be asked for it. */
export const REPORT = `setup({ output: false });
(${report.toString()})(globalThis, (outcome) => { globalThis.outcome = outcome });`

/** Names that a browser is to take for this machine, as the suite has them. */
const NAMES = HOSTS.flatMap((host) => [host, `www.${host}`, `www1.${host}`, `www2.${host}`])

const FLAGS = {
  chromium: {
    args: [
      `--host-resolver-rules=${NAMES.map((name) => `MAP ${name} 127.0.0.1`).join()}`,
      // Those of the suite end at times, and are signed by itself.
      '--ignore-certificate-errors',
    ],
  },
  firefox: { firefoxUserPrefs: { 'network.dns.localDomains': NAMES.join() } },
}

export async function openBrowser(name: BrowserName): Promise<Browser> {
  const launched = await launch(name, FLAGS[name])
  if ('problem' in launched) throw new Error(`${name}: ${launched.problem}`)
  return launched.browser
}

/** Returns a function that runs a page, in a window that is idle, or else in a new one. */
export function createRunner(
  browser: Browser,
): (address: string, timeout: number) => Promise<Outcome> {
  const idle: Page[] = []
  return async (address, timeout) => {
    const page = idle.pop() ?? (await openWindow(browser))
    try {
      await page.goto(address, { timeout, waitUntil: 'commit' })
      const found = page.waitForFunction(() => globalThis.outcome, undefined, {
        timeout,
        polling: 50,
      })
      const outcome = await (await found).jsonValue()
      await tidyUp(page)
      idle.push(page)
      return outcome!
    } catch (error) {
      await page.context().close()
      return { trouble: String(error).split('\n', 1)[0]!, subtests: [] }
    }
  }
}

async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  return context.newPage()
}

/** Cookies and popups would be there for the next page. */
async function tidyUp(page: Page): Promise<void> {
  const context = page.context()
  const others = context.pages().filter((other) => other !== page)
  await Promise.all([context.clearCookies(), ...others.map((other) => other.close())])
}
