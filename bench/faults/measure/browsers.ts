import type { Browser, BrowserContext } from 'playwright-core'
import { openBrowser } from '../../../test/browser/support/test-browsers.ts'
import { launch, type BrowserName } from '../../../scripts/find-browsers.js'

export interface Launched {
  readonly name: BrowserName
  readonly browser: Browser
}

/** A browser all of whose pages are visible. */
export async function launchOne(name: BrowserName): Promise<Launched> {
  const launched = await launch(name)
  if ('problem' in launched) throw new Error(`${name}: ${launched.problem}`)
  return launched
}

/** Works in a Chromium whose pages learn when they are hidden. */
export async function inChromium<Result>(
  flags: readonly string[],
  work: (context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const chromium = await openBrowser('chromium', flags)
  if (chromium === null) throw new Error('There is no Chromium')
  try {
    return await work(chromium.context)
  } finally {
    await chromium.close()
  }
}
