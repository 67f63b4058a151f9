import { parseArgs } from 'node:util'
import { BROWSERS, type BrowserName } from '../../scripts/find-browsers.js'
import { thousands } from '../fleet/markdown.ts'
import { conditions } from '../support/conditions.ts'
import { writeSection } from '../support/page.js'
import { figuresOf } from './figures.ts'
import { sectionOf } from './document.ts'
import { LOADS, type Load } from './loads.ts'
import { launchOne, runPlan } from './rounds.ts'
import { shortFormOf } from './short-form.ts'
import { openSite, type Site } from './site.ts'
import { VARIANTS, type Variant } from './variants.ts'

interface Options {
  readonly browsers: readonly BrowserName[]
  readonly loads: readonly Load[]
  readonly variants: readonly Variant[]
  /** Of every load; without it each has its own number. */
  readonly rounds: number | undefined
  /** Of each load's messages. */
  readonly share: number
}

/**
 * Runs what the arguments say. Without any, or with `--write`, the tables go into the page, each as
 * soon as it is there.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      browsers: { type: 'string' },
      loads: { type: 'string' },
      variants: { type: 'string' },
      rounds: { type: 'string' },
      share: { type: 'string', default: '1' },
      write: { type: 'boolean', default: args.length === 0 },
    },
  })
  const options: Options = {
    browsers: pick('browsers', values.browsers, BROWSERS, String),
    loads: pick('loads', values.loads, LOADS, ({ name }) => name),
    variants: pick('variants', values.variants, VARIANTS, ({ name }) => name),
    rounds: values.rounds === undefined ? undefined : positive('rounds', values.rounds),
    share: positive('share', values.share),
  }
  const site = await openSite()
  try {
    for (const name of options.browsers) await runIn(name, site, options, values.write)
  } finally {
    await site.close()
  }
}

async function runIn(
  name: BrowserName,
  site: Site,
  options: Options,
  writes: boolean,
): Promise<void> {
  const { loads, variants, share } = options
  const launched = await launchOne(name)
  const version = `${name} ${launched.browser.version()}`
  for (const load of loads.filter(({ measures }) => canMeasure(name, measures))) {
    const rounds = options.rounds ?? load.rounds
    const part = { ...load, count: Math.ceil(load.count * share) }
    const chosen = variants.filter((variant) => isOf(load, variant))
    const series = await runPlan(launched, site, { load: part, variants: chosen, rounds })
    const messages = share === 1 ? [] : [`${thousands(part.count)} messages only`]
    const where = conditions(version, `${rounds} rounds`, ...messages)
    const text = [`${where}.`, sectionOf(series), figuresOf(series)].filter(Boolean).join('\n\n')
    const short = share === 1 ? shortFormOf(series) : null
    if (writes) writeSection(`${name} ${load.name}`, text)
    if (writes && short !== null) writeSection('short', short, 'docs/comparison.md')
    if (!writes) console.log(`${load.title}\n\n${text}\n`)
  }
  await launched.browser.close()
}

/** Only Chromium collects garbage when it is asked to, and says what is left. */
function canMeasure(name: BrowserName, measures: Load['measures']): boolean {
  return name === 'chromium' || measures !== 'heap'
}

/** Some loads take so long that they are for a few only. */
function isOf({ only }: Load, { name }: Variant): boolean {
  return only === undefined || only.includes(name)
}

/** Those named, in their order; the first of all, with which the rest is compared, is always there. */
function pick<T>(
  option: string,
  named: string | undefined,
  all: readonly T[],
  nameOf: (one: T) => string,
): T[] {
  if (named === undefined) return [...all]
  const names = named.split(',')
  const unknown = names.find((name) => !all.some((one) => nameOf(one) === name))
  if (unknown === undefined) {
    return all.filter((one) => names.includes(nameOf(one)) || nameOf(one) === 'bare')
  }
  throw new RangeError(`--${option} takes ${all.map(nameOf).join(', ')}, not ${unknown}`)
}

function positive(option: string, given: string): number {
  const value = Number(given)
  if (value > 0 && value < Infinity) return value
  throw new RangeError(`--${option} takes a positive number, not ${given}`)
}
