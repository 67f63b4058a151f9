import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import { areFresh, ClientPage, untilFresh } from './client-page.ts'
import type { HiddenScenario } from './hidden-scenarios.ts'
import { startLine } from '../support/line.ts'
import { collect, sample, type Sample, type Series } from './samples.ts'
import { HIDDEN_CLIENTS, PACE } from './settings.ts'
import { Window } from './windows.ts'

/** Runs scenarios of hidden pages; all rounds at once, because they wait so long. */
export async function runHidden(
  context: BrowserContext,
  site: string,
  scenarios: readonly HiddenScenario[],
  limit: number,
  rounds: number,
): Promise<Series[]> {
  const series: Series[] = []
  for (const scenario of scenarios) {
    const windows: Window[][] = []
    for (let round = 0; round < rounds; round++) windows.push(await openWindows(context))
    const results = await Promise.all(
      windows.map((own, round) =>
        runOnce(site, scenario, own, (scenario.spread * round) / rounds, limit),
      ),
    )
    const subjects = HIDDEN_CLIENTS.map((client) => ({ browser: 'chromium', client }))
    series.push(...collect(subjects, Array(rounds).fill(scenario), results))
  }
  return series
}

async function openWindows(context: BrowserContext): Promise<Window[]> {
  const windows: Window[] = []
  for (const _ of HIDDEN_CLIENTS) windows.push(await Window.open(context))
  return windows
}

async function runOnce(
  site: string,
  { after, run }: HiddenScenario,
  windows: readonly Window[],
  later: number,
  limit: number,
): Promise<Sample[]> {
  const line = await startLine()
  const { url } = line.proxy
  const clients = await untilFresh(async () => {
    const opened = await Promise.all(
      windows.map(({ page }, at) => ClientPage.open(page, site, HIDDEN_CLIENTS[at]!, url, PACE)),
    )
    await Promise.all(windows.map((window) => window.hide()))
    await sleep(after + later)
    if (await areFresh(opened)) return opened
    await Promise.all(windows.map((window) => window.show()))
    return null
  })
  const broken = await run({ proxy: line.proxy, windows })
  const samples = await Promise.all(clients.map((client) => sample(client, broken, limit)))
  await Promise.all(windows.map((window) => window.close()))
  await line.close()
  return samples
}
