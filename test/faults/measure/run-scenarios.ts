import type { Launched } from './browsers.ts'
import { areFresh, closeAll, openAll } from './client-page.ts'
import { startLine } from '../support/line.ts'
import { collect, sample, type Sample, type Series } from './samples.ts'
import type { Scenario } from './scenarios.ts'
import { CLIENTS, PACE } from './settings.ts'

/** A run that is ready to begin. */
type Begin = () => Promise<Sample[]>

/**
 * Runs the scenarios in these browsers, again and again. Those of one round all begin when the pages
 * of all are open: a machine that opens pages has no time for those that are being measured.
 */
export async function runScenarios(
  browsers: readonly Launched[],
  site: string,
  scenarios: readonly Scenario[],
  rounds: number,
): Promise<Series[]> {
  const runs = browsers.flatMap((launched) =>
    scenarios.map((scenario) => ({ launched, scenario, results: [] as Sample[][] })),
  )
  for (let round = 0; round < rounds; round++) {
    const begins = await Promise.all(
      browsers.map((launched) => prepareAll(launched, site, scenarios)),
    )
    const results = await Promise.all(begins.flat().map((begin) => begin()))
    runs.forEach((run, at) => run.results.push(results[at]!))
  }
  return runs.flatMap(({ launched, scenario, results }) => {
    const subjects = CLIENTS.map((client) => ({ browser: launched.name, client }))
    return collect(subjects, Array(rounds).fill(scenario), results)
  })
}

async function prepareAll(
  launched: Launched,
  site: string,
  scenarios: readonly Scenario[],
): Promise<Begin[]> {
  const begins: Begin[] = []
  for (const scenario of scenarios) begins.push(await prepare(launched, site, scenario))
  return begins
}

/** Opens a page for each client, all on the same server and proxy. */
async function prepare({ browser }: Launched, site: string, scenario: Scenario): Promise<Begin> {
  const line = await startLine()
  const open = () => openAll(browser, CLIENTS, site, line.proxy.url, PACE)
  let clients = await open()
  return async () => {
    if (!(await areFresh(clients))) clients = await open()
    const broken = await scenario.run({ ...line, pages: clients.map(({ page }) => page) })
    const look = scenario.sample ?? sample
    const samples = await Promise.all(clients.map((client) => look(client, broken)))
    await closeAll(clients)
    await line.close()
    return samples
  }
}
