import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BROWSERS } from '../../../scripts/find-browsers.js'
import { openSite } from '../support/site.ts'
import { launchOne } from './browsers.ts'
import { conditions } from './conditions.ts'
import { lossesInWords, lossesTable } from './losses-table.ts'
import { replaceBetween } from './markdown.ts'
import { COUNTED, runLosses, type Losses, type LossesJob } from './run-losses.ts'
import { PACE } from './settings.ts'

const DOCUMENT = fileURLToPath(
  new URL('../../../docs/what-becomes-of-a-message.md', import.meta.url),
)

/** Long enough for a dead link to be found and replaced before the next cut. */
export const JOB: LossesJob = {
  clients: COUNTED,
  pace: PACE,
  messages: 1_000,
  cuts: 20,
  gap: 5_000,
}

/** How often all is counted, in each browser. */
export const ROUNDS = 3

/** Counts what is lost, in about ten minutes, and writes it into the document. */
export default async function main(): Promise<void> {
  process.once('SIGINT', () => process.exit(130))
  console.log('This takes about ten minutes.')
  const site = await openSite()
  const launched = await Promise.all(BROWSERS.map(launchOne))
  const counted: Losses[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const losses = await runLosses(launched, site.url, JOB)
    console.table(losses)
    counted.push(...losses)
  }
  const text = [conditions(launched), lossesInWords(JOB, ROUNDS), lossesTable(counted)]
  await Promise.all(launched.map(({ browser }) => browser.close()))
  await site.close()
  writeFileSync(
    DOCUMENT,
    replaceBetween(readFileSync(DOCUMENT, 'utf8'), 'losses', text.join('\n\n')),
  )
}
