import { createServer, type AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { BROWSERS, launch, type BrowserName } from '../../../scripts/find-browsers.js'

export interface TestBrowser {
  readonly name: BrowserName
  readonly context: BrowserContext
  close(): Promise<void>
}

// What Playwright switches off that a user's browser has.
const KEEP = [
  '--disable-back-forward-cache',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]

/** Those of the browsers that work here, running. One that doesn't is named on the console. */
export async function openBrowsers(
  names: readonly BrowserName[] = BROWSERS,
): Promise<TestBrowser[]> {
  const results = await Promise.all(names.map((name) => openBrowser(name)))
  return results.filter((browser) => browser !== null)
}

/** One of them, with more flags for Chromium; `null`, and said on the console, where it doesn't work. */
export async function openBrowser(
  name: BrowserName,
  flags: readonly string[] = [],
): Promise<TestBrowser | null> {
  const port = await freePort()
  const args = [`--remote-debugging-port=${port}`, ...flags]
  const launched = await (name === 'chromium'
    ? launch(name, { args, ignoreDefaultArgs: KEEP })
    : launch(name))
  if ('problem' in launched) {
    console.log(`Left out: ${name} (${launched.problem})`)
    return null
  }
  const { browser } = launched
  try {
    const context = await (name === 'chromium' ? userContext(port) : browser.newContext())
    return { name, context, close: () => closeAll(context, browser) }
  } catch (error) {
    await browser.close()
    throw error
  }
}

// The pages of Playwright's own contexts believe that they are always in front. Those of the
// browser's first context, left as it is, learn when they are hidden.
async function userContext(port: number): Promise<BrowserContext> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true })
  const context = browser.contexts()[0]
  if (!context) throw new Error('Chromium has no context of its own')
  const session = await browser.newBrowserCDPSession()
  await session.send('Browser.setDownloadBehavior', { behavior: 'deny' })
  return context
}

async function closeAll(context: BrowserContext, browser: Browser): Promise<void> {
  await context.browser()?.close()
  await browser.close()
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
