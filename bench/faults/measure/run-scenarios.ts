import { setTimeout as sleep } from 'node:timers/promises'
import type { Launched } from './browsers.ts'
import { startLine, type Line } from '../support/line.ts'
import { closeAll, openAll, type ClientPage } from './client-page.ts'
import { collect, sample, type Break, type Sample, type Series } from './samples.ts'
import type { Scenario } from './scenarios.ts'
import { CLIENTS, PACE } from './settings.ts'

/** The clients in one browser, and the line that they share. */
interface Stage {
  readonly line: Line
  readonly clients: readonly ClientPage[]
}

/**
 * Runs the scenarios in these browsers, again and again. For `calm` ms after the fault no other pages
 * are opened: that would slow down the clients.
 */
export async function runScenarios(
  browsers: readonly Launched[],
  site: string,
  scenarios: readonly Scenario[],
  rounds: number,
  calm: number,
): Promise<Series[]> {
  const runs = Array.from({ length: rounds }, () => scenarios).flat()
  const looks: Promise<Sample[]>[] = []
  for (const scenario of runs) {
    const stages = await setUp(browsers, site, scenario)
    const breaks = await Promise.all(
      stages.map(({ line, clients }) =>
        scenario.run({ ...line, pages: clients.map(({ page }) => page) }),
      ),
    )
    const look = Promise.all(stages.map((stage, at) => lookAt(scenario, stage, breaks[at]!)))
    looks.push(look.then((samples) => samples.flat()))
    await Promise.race([look, sleep(calm)])
  }
  const subjects = browsers.flatMap(({ name }) =>
    CLIENTS.map((client) => ({ browser: name, client })),
  )
  return collect(subjects, runs, await Promise.all(looks))
}

/** Opens a page for each client in each browser. */
async function setUp(
  browsers: readonly Launched[],
  site: string,
  { pace = PACE }: Scenario,
): Promise<Stage[]> {
  const lines = await Promise.all(browsers.map(() => startLine()))
  const places = browsers.map(({ browser }, at) => ({ browser, url: lines[at]!.proxy.url }))
  const opened = await openAll(places, CLIENTS, site, pace)
  return lines.map((line, at) => ({ line, clients: opened[at]! }))
}

/** What becomes of the clients; then they and their line are closed. */
async function lookAt(
  scenario: Scenario,
  { line, clients }: Stage,
  broken: Break,
): Promise<Sample[]> {
  const look = scenario.sample ?? sample
  const samples = await Promise.all(clients.map((client) => look(client, broken)))
  await closeAll(clients)
  await line.close()
  return samples
}
