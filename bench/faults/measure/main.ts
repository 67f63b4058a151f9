import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BROWSERS } from '../../../scripts/find-browsers.js'
import { openSite } from '../support/site.ts'
import { inChromium, launchOne } from './browsers.ts'
import { conditions } from './conditions.ts'
import { GRACE, SLOWED, SLOWED_LIMIT, USUAL, USUAL_LIMIT } from './hidden-scenarios.ts'
import { inLab } from './lab.ts'
import { replaceBetween } from './markdown.ts'
import { runBeats } from './run-beats.ts'
import { runHidden } from './run-hidden.ts'
import { runScenarios } from './run-scenarios.ts'
import type { Series } from './samples.ts'
import { LOOK, SCENARIOS, SILENCE_AT_DEFAULTS, SLOW_LINES } from './scenarios.ts'
import { CLIENTS, PACE, ROUNDS } from './settings.ts'
import {
  answerTable,
  beatsTable,
  defaultsInWords,
  hiddenTable,
  paceInWords,
  slowTable,
  timesTables,
} from './tables.ts'

/** Has Chromium slow down the timers of hidden pages to one a minute much sooner than usual. */
const SOON = `--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/${GRACE}`

/** Who comes back soon is back within so many ms. */
const CALM = 5_000

/** Longer than a run on a slow line takes, in ms. */
const WHOLE_RUN = 2 * LOOK

/** Measures everything, in about a quarter of an hour, and writes it into the documents. */
export default async function main(): Promise<void> {
  process.once('SIGINT', () => process.exit(130))
  console.log('This takes about a quarter of an hour.')
  const site = await openSite()
  const launched = await Promise.all(BROWSERS.map(launchOne))

  const [times, outages, beats, hidden] = await Promise.all([
    runScenarios(launched, site.url, [SILENCE_AT_DEFAULTS, ...SCENARIOS], ROUNDS, CALM),
    inLab({ browsers: BROWSERS, clients: CLIENTS, pace: PACE, outage: 10_000, rounds: ROUNDS }),
    inChromium([SOON], (context) => runBeats(context, site.url)),
    measureHidden(site.url),
  ])
  // Alone: who takes a slow line for a dead one does so sooner on a busy machine.
  const slow = await runScenarios(launched, site.url, SLOW_LINES, ROUNDS, WHOLE_RUN)
  const where = conditions(launched)
  await Promise.all(launched.map(({ browser }) => browser.close()))
  await site.close()

  write('docs/faults.md', 'answer', [answerTable(times)])
  write('docs/faults.md', 'networks', [
    where,
    paceInWords(),
    timesTables([...times.filter(isPaced), ...outages]),
    defaultsInWords(),
  ])
  write('docs/faults.md', 'slow lines', [slowTable(slow)])
  write('docs/faults.md', 'hidden pages', [
    hiddenTable(hidden.usual, USUAL_LIMIT),
    hiddenTable(hidden.slowed, SLOWED_LIMIT),
  ])
  write('docs/hidden-tabs.md', 'beats', [where, beatsTable(beats)])
}

/** One after the other: each needs many windows. */
async function measureHidden(site: string): Promise<Record<'usual' | 'slowed', Series[]>> {
  const slowed = await inChromium([SOON], (context) =>
    runHidden(context, site, SLOWED, SLOWED_LIMIT, ROUNDS),
  )
  const usual = await inChromium([], (context) =>
    runHidden(context, site, USUAL, USUAL_LIMIT, ROUNDS),
  )
  return { usual, slowed }
}

function isPaced({ scenario }: Series): boolean {
  return scenario !== SILENCE_AT_DEFAULTS.name
}

function write(path: string, name: string, paragraphs: readonly string[]): void {
  const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url))
  writeFileSync(file, replaceBetween(readFileSync(file, 'utf8'), name, paragraphs.join('\n\n')))
}
