import { parseArgs } from 'node:util'
import { inChromium } from '../faults/measure/browsers.ts'
import { table } from '../fleet/markdown.ts'
import { figure, numeric, VARIANT } from '../messages/document.ts'
import type { Load } from '../messages/loads.ts'
import { openSite } from '../messages/site.ts'
import { conditions } from '../support/conditions.ts'
import { writeSection } from '../support/page.js'
import { spreadOf } from '../support/statistics.ts'
import { measureRound, TITLES, type Sample } from './measure.ts'

/** As a busy dashboard has it. */
const LOAD: Load = {
  name: 'steady',
  title: '1 000 messages a second',
  measures: 'pace',
  count: 5_000,
  size: 60,
  kind: 'json',
  rate: 1_000,
  rounds: 5,
}

/** Measures what sharing costs the tab with the connection; without arguments into the page. */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: String(LOAD.rounds) } },
  })
  const site = await openSite(new URL('page', import.meta.url))
  try {
    await inChromium([], async (context) => {
      const rounds: Sample[][] = []
      while (rounds.length < Number(values.rounds)) {
        const round = await measureRound(context, site, LOAD)
        rounds.push(round)
        console.log(round.map(({ cost }) => `${figure(cost)} µs`).join(', '))
      }
      const version = `chromium ${context.browser()!.version()}`
      const where = conditions(version, `${rounds.length} rounds`)
      const text = `${where}. ${LOAD.title}, ${LOAD.size} bytes each.\n\n${tableOf(rounds)}`
      if (args.length === 0) writeSection('sharing', text, 'docs/tabs.md')
      else console.log(text)
    })
  } finally {
    await site.close()
  }
}

/** All are compared within their round. */
function tableOf(rounds: readonly (readonly Sample[])[]): string {
  const columns = [
    VARIANT,
    numeric('µs a message'),
    numeric('least to most'),
    numeric('beyond the first'),
    numeric('least to most'),
    numeric('messages a post'),
    numeric('in another tab after'),
    numeric('99 %'),
  ]
  const rows = TITLES.map((title, at) => {
    const samples = rounds.map((round) => round[at]!)
    const added = rounds.map((round) => round[at]!.cost - round[0]!.cost)
    const posts = spreadOf(samples.map((sample) => sample.posts)).median
    return [
      title,
      ...spread(samples.map(({ cost }) => cost)),
      ...(at === 0 ? ['', ''] : spread(added)),
      posts > 0.001 ? figure(1 / posts) : '',
      ...lateness(samples.flatMap(({ delays }) => delays)),
    ]
  })
  return table(columns, rows)
}

function spread(values: readonly number[]): [median: string, range: string] {
  const { least, median, most } = spreadOf(values)
  return [median.toFixed(1), `${least.toFixed(1)} to ${most.toFixed(1)}`]
}

function lateness(delays: readonly number[]): [median: string, most: string] {
  if (delays.length === 0) return ['', '']
  const sorted = [...delays].sort((a, b) => a - b)
  const at = (share: number): string => `${sorted[Math.floor((sorted.length - 1) * share)]} ms`
  return [at(0.5), at(0.99)]
}
