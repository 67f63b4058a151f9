import type { Browser } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { BROWSERS, candidates, launch, type BrowserName } from '../../../scripts/find-browsers.js'

/** The first browser that is here, for tests that need any: none where there is none. */
export const ONE_BROWSER: readonly BrowserName[] = BROWSERS.filter(
  (name) => candidates(name).length > 0,
).slice(0, 1)

/** Starts a browser, until the end of the test. */
export async function startBrowser(name: BrowserName): Promise<Browser> {
  const launched = await launch(name)
  if ('problem' in launched) throw new Error(`${name} doesn't work here: ${launched.problem}`)
  onTestFinished(() => launched.browser.close())
  return launched.browser
}
