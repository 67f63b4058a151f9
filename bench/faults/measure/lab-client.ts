import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Lab } from '../support/lab.ts'
import { openSite } from '../support/site.ts'
import { launchOne } from './browsers.ts'
import { closeAll, openAll } from './client-page.ts'
import type { LabJob } from './lab.ts'
import { LAB_SCENARIOS, type LabScenario } from './lab-scenarios.ts'
import { collect, sample, type Sample } from './samples.ts'
import { TICK } from './settings.ts'

const RUN = fileURLToPath(new URL('../run.js', import.meta.url))

/** The browsers in the lab: runs the scenarios in them, and returns what came of it. */
export default async function main(labName: string, json: string): Promise<void> {
  process.once('disconnect', () => process.exit())
  const job: LabJob = JSON.parse(json)
  const lab = new Lab(labName)
  const server = lab.start('server', RUN, ['measure/lab-server.ts', lab.serverHost])
  const [url] = (await once(server, 'message')) as [string]
  const site = await openSite()
  const browsers = await Promise.all(job.browsers.map(launchOne))

  /** One outage, for all clients in all browsers. */
  async function runOnce(scenario: LabScenario): Promise<Sample[]> {
    const places = browsers.map(({ browser }) => ({ browser, url }))
    const pages = (await openAll(places, job.clients, site.url, job.pace)).flat()
    const broken = await scenario.run(lab, job.outage)
    server.send(TICK)
    const samples = await Promise.all(pages.map((page) => sample(page, broken)))
    server.send(0)
    await closeAll(pages)
    return samples
  }

  const runs = Array.from({ length: job.rounds }, () => LAB_SCENARIOS).flat()
  const results: Sample[][] = []
  for (const scenario of runs) results.push(await runOnce(scenario))
  process.send!(collect(subjects(job), runs, results))
  await Promise.all(browsers.map(({ browser }) => browser.close()))
  await site.close()
  server.disconnect()
  process.disconnect()
}

function subjects({ browsers, clients }: LabJob) {
  return browsers.flatMap((browser) => clients.map((client) => ({ browser, client })))
}
