import type { Browser } from 'playwright-core'

export type BrowserName = 'chromium' | 'firefox'

export interface Candidate {
  name: BrowserName
  path: string
  /** Whether Playwright built it. */
  ownBuild: boolean
}

export interface Launched {
  name: BrowserName
  path: string
  browser: Browser
}

export interface NotLaunched {
  name: BrowserName
  problem: string
}

/** Flags to start a browser with, those of Playwright's to leave out, and Firefox's preferences. */
export interface Flags {
  args?: string[]
  ignoreDefaultArgs?: string[]
  firefoxUserPrefs?: Record<string, string | number | boolean>
}

export const BROWSERS: readonly BrowserName[]

/**
 * Where a browser may be, the likeliest first: on the path, or where Playwright puts what it
 * downloads. A path that `CHROMIUM_PATH` or `FIREFOX_PATH` names is the only one.
 */
export function candidates(name: BrowserName): Candidate[]

/** The first candidate that starts and shows a page, left running. */
export function launch(name: BrowserName, flags?: Flags): Promise<Launched | NotLaunched>
