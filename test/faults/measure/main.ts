import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BROWSERS } from '../../../scripts/find-browsers.js'
import { openSite } from '../support/site.ts'
import { inChromium, launchOne } from './browsers.ts'
import { conditions } from './conditions.ts'
import { GRACE, SLOWED, SLOWED_PATIENCE, USUAL, USUAL_PATIENCE } from './hidden-scenarios.ts'
import { inLab } from './lab.ts'
import { replaceBetween } from './markdown.ts'
import { runBeats } from './run-beats.ts'
import { runHidden } from './run-hidden.ts'
import { runScenarios } from './run-scenarios.ts'
import type { Series } from './samples.ts'
import { SCENARIOS, SLOW_LINES, type Scenario } from './scenarios.ts'
import { CLIENTS, PACE, ROUNDS } from './settings.ts'
import {
  beatsTable,
  defaultsInWords,
  hiddenTable,
  paceInWords,
  slowTable,
  timesTables,
} from './tables.ts'

/** Has Chromium slow down the timers of hidden pages to one a minute much sooner than usual. */
const SOON = `--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/${GRACE}`

/** Measures everything, in eight to ten minutes, and writes it into the documents. */
export default async function main(): Promise<void> {
  process.once('SIGINT', () => process.exit(130))
  const site = await openSite()
  const launched = await Promise.all(BROWSERS.map(launchOne))
  const all = [...SCENARIOS, ...SLOW_LINES]

  const [times, beats, slowed] = await Promise.all([
    runScenarios(launched, site.url, all, ROUNDS),
    inChromium([SOON], (context) => runBeats(context, site.url)),
    inChromium([SOON], (context) => runHidden(context, site.url, SLOWED, SLOWED_PATIENCE, ROUNDS)),
  ])
  const [outages, usual] = await Promise.all([
    inLab({ browsers: BROWSERS, clients: CLIENTS, pace: PACE, outage: 10_000, rounds: ROUNDS }),
    inChromium([], (context) => runHidden(context, site.url, USUAL, USUAL_PATIENCE, ROUNDS)),
  ])
  const where = conditions(launched)
  await Promise.all(launched.map(({ browser }) => browser.close()))
  await site.close()

  const networks = [
    where,
    paceInWords(),
    timesTables([...times.filter(isOf(SCENARIOS)), ...outages]),
    defaultsInWords(),
  ]
  write('docs/faults.md', 'networks', networks)
  write('docs/faults.md', 'slow lines', [slowTable(times.filter(isOf(SLOW_LINES)))])
  write('docs/faults.md', 'hidden pages', [
    hiddenTable(usual, USUAL_PATIENCE),
    hiddenTable(slowed, SLOWED_PATIENCE),
  ])
  write('docs/hidden-tabs.md', 'beats', [where, beatsTable(beats)])
}

function isOf(scenarios: readonly Scenario[]): (series: Series) => boolean {
  return ({ scenario }) => scenarios.some(({ name }) => name === scenario)
}

function write(path: string, name: string, paragraphs: readonly string[]): void {
  const file = fileURLToPath(new URL(`../../../${path}`, import.meta.url))
  writeFileSync(file, replaceBetween(readFileSync(file, 'utf8'), name, paragraphs.join('\n\n')))
}
