import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultProxy } from '../support/fault-proxy.ts'
import type { Break, Named } from './samples.ts'
import type { Window } from './windows.ts'

/** What a scenario breaks: the windows of all clients, which are hidden. */
export interface HiddenLine {
  readonly proxy: FaultProxy
  readonly windows: readonly Window[]
}

export interface HiddenScenario extends Named {
  /** How long the pages are hidden before it begins, in ms. */
  readonly after: number
  /** Rounds begin within that time of each other, in ms: Chromium's hidden timers go together. */
  readonly spread: number
  run(line: HiddenLine): Promise<Break>
}

/** How long we wait for clients to be open again, in ms. */
export const USUAL_LIMIT = 30_000

/** The same where timers come once a minute. */
export const SLOWED_LIMIT = 90_000

/** After how many seconds in the dark Chromium is told to slow down timers to one a minute. */
export const GRACE = 10

async function loseSilently({ proxy }: HiddenLine): Promise<Break> {
  const brokenAt = Date.now()
  proxy.breakOpen({ swallow: ['up', 'down'] })
  return { brokenAt, soundAt: brokenAt }
}

/** In a Chromium with its usual settings. */
export const USUAL: readonly HiddenScenario[] = [
  {
    name: 'hidden, timers slowed down to one a second',
    after: 3_000,
    spread: 1_000,
    run: loseSilently,
  },
  {
    // Chromium ends the connections of a page that it freezes, and reports that when the page wakes.
    name: 'hidden, and frozen for 5 s, then shown',
    after: 1_000,
    spread: 1_000,
    async run({ windows }) {
      await Promise.all(windows.map((window) => window.freeze()))
      await sleep(5_000)
      const thawedAt = Date.now()
      await Promise.all(windows.map((window) => window.thaw()))
      await Promise.all(windows.map((window) => window.show()))
      return { brokenAt: thawedAt, soundAt: thawedAt }
    },
  },
]

/** In a Chromium with a shorter grace. */
export const SLOWED: readonly HiddenScenario[] = [
  {
    name: 'hidden for more than five minutes, timers slowed down to one a minute',
    after: 60_000,
    spread: 60_000,
    run: loseSilently,
  },
]
