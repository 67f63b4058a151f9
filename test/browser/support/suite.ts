import { afterAll } from 'vitest'
import { openSite, type Site } from './site.ts'
import { openBrowsers, type TestBrowser } from './test-browsers.ts'

/** The test page, and the browsers that work here, until the tests of this file are over. */
export async function openSuite(): Promise<{ site: Site; browsers: TestBrowser[] }> {
  // One after the other: a page that doesn't build must not leave browsers behind.
  const site = await openSite()
  const browsers = await openBrowsers()
  afterAll(() => Promise.all([site, ...browsers].map((each) => each.close())))
  return { site, browsers }
}
