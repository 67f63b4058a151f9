import { launch, type BrowserName } from '../../scripts/find-browsers.js'
import type { Load } from './loads.ts'
import { measure, type Launched, type Sample } from './measure.ts'
import type { Site } from './site.ts'
import type { Variant } from './variants.ts'

/** All runs of a variant under a load, in the order of the rounds. */
export interface Series {
  readonly load: Load
  readonly variant: Variant
  readonly samples: readonly Sample[]
}

export interface Plan {
  readonly load: Load
  readonly variants: readonly Variant[]
  readonly rounds: number
}

/** Runs the variants one after the other, and all of that so many times. */
export async function runPlan(launched: Launched, site: Site, plan: Plan): Promise<Series[]> {
  const { load, variants, rounds } = plan
  const series = variants.map((variant) => ({ variant, samples: [] as Sample[] }))
  for (let round = 1; round <= rounds; round++) {
    for (const { variant, samples } of series) {
      samples.push(await measure(launched, site, variant, partOf(load, variant)))
    }
    console.log(`${launched.name}, ${load.title}: round ${round} of ${rounds}`)
  }
  return series.map(({ variant, samples }) => ({ load, variant, samples }))
}

export async function launchOne(name: BrowserName): Promise<Launched> {
  const result = await launch(name)
  if ('problem' in result) throw new Error(`${name}: ${result.problem}`)
  return { name, browser: result.browser }
}

function partOf(load: Load, { most = Infinity }: Variant): Load {
  return { ...load, count: Math.min(load.count, most) }
}
