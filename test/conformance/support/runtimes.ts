import { openBrowsers } from '../../browser/support/test-browsers.ts'
import { runInNode } from './node.ts'
import { runInPage } from './page.ts'
import type { Run } from './run.ts'

/** Makes all checks, with both classes, in Node and in each browser that works here. */
export async function runEverywhere(): Promise<Run[]> {
  const browsers = await openBrowsers()
  try {
    return await Promise.all([runInNode(), ...browsers.map(runInPage)])
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()))
  }
}
