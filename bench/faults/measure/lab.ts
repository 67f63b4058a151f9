import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BrowserName } from '../../../scripts/find-browsers.js'
import type { Pace } from '../page/clients/client.ts'
import type { ClientName } from '../page/main.ts'
import { Lab, labProblem } from '../support/lab.ts'
import type { Series } from './samples.ts'

const RUN = fileURLToPath(new URL('../run.js', import.meta.url))

export interface LabJob {
  readonly browsers: readonly BrowserName[]
  readonly clients: readonly ClientName[]
  readonly pace: Pace
  /** How long the network is gone, in ms. */
  readonly outage: number
  readonly rounds: number
}

/** Sets up a lab for the job; where that can't be, says so, and there are no results. */
export async function inLab(job: LabJob): Promise<Series[]> {
  const problem = labProblem()
  if (problem !== null) {
    console.log(`Left out: a network of our own (${problem})`)
    return []
  }
  const lab = Lab.create()
  try {
    return await runInLab(lab, job)
  } finally {
    lab.remove()
  }
}

/** Runs the scenarios of the lab with browsers that live in it. */
export async function runInLab(lab: Lab, job: LabJob): Promise<Series[]> {
  const args = ['measure/lab-client.ts', lab.name, JSON.stringify(job)]
  const child = lab.start('client', RUN, args)
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`What runs in the lab ended with ${code}`)
  })
  const [series] = await Promise.race([once(child, 'message') as Promise<[Series[]]>, ended])
  await ended.catch(() => {})
  return series
}
