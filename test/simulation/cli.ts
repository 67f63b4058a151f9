import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { DEATH, FALSE_KILL } from './checks/deaths.ts'
import { mutations } from './mutations.ts'
import type { Mutation } from './mutations/mutation.ts'
import { addUp, explain, search } from './search.ts'
import type { Findings, SearchOptions, Simulation } from './search.ts'
import { ablations } from './sessions/ablations.ts'
import { simulationOfSessions } from './sessions/simulation.ts'
import { simulationOfEngine } from './simulation.ts'
import { mutations as mutationsOfTabs } from './tabs/mutations.ts'
import { simulationOfTabs } from './tabs/simulation.ts'

/** In how many seeds a mutation must be noticed. */
const ENOUGH = 10_000

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 30) },
      counts: { type: 'boolean', default: false },
      mutations: { type: 'boolean', default: false },
      sessions: { type: 'boolean', default: false },
      tabs: { type: 'boolean', default: false },
    },
  })
  const world = values.tabs ? 'tabs' : values.sessions ? 'sessions' : 'engine'
  if (values.mutations) return catchAll(world)
  return simulate(Number(values.seed), Number(values.seeds), values.counts, world)
}

/** What is simulated, and what is left out of it to see that it is noticed. */
const WORLDS = {
  engine: { simulationOf: simulationOfEngine, mutations },
  sessions: { simulationOf: simulationOfSessions, mutations: ablations },
  tabs: { simulationOf: simulationOfTabs, mutations: mutationsOfTabs },
} as const

type WorldName = keyof typeof WORLDS

const simulationOf = (world: WorldName, mutation?: Mutation): Promise<Simulation<any>> =>
  WORLDS[world].simulationOf(mutation)

async function simulate(
  from: number,
  count: number,
  isCounted: boolean,
  world: WorldName,
): Promise<void> {
  const cores = Math.min(availableParallelism(), count)
  const start = performance.now()
  const found = await Promise.all(
    Array.from({ length: cores }, (_, core) =>
      searchInWorker({ from: from + core, count: count - core, step: cores, world }),
    ),
  )
  const { failures, tally } = found.reduce(merge)
  const seconds = (performance.now() - start) / 1_000
  const deaths = `${tally.get(FALSE_KILL) ?? 0} of ${tally.get(DEATH)} deaths by heartbeat were false`
  console.log(
    `${count} seeds from ${from}: ${failures.length || 'none'} broken` +
      `${world === 'engine' ? `, ${deaths}` : ''}; ` +
      `${seconds.toFixed(0)} s on ${cores} cores, ${processorSeconds()} s of processor time`,
  )
  if (isCounted) {
    for (const [what, times] of [...tally].sort())
      console.log(`${String(times).padStart(9)}  ${what}`)
  }
  if (failures.length === 0) return
  process.exitCode = 1
  for (const { seed, rule, what } of failures.slice(0, 20)) console.log(`${seed}: ${rule} ${what}`)
  console.log(`\n${await explain(await simulationOf(world), failures[0]!)}`)
}

/** Of all threads; unlike the clock it says the same on a busy machine. */
function processorSeconds(): string {
  const { user, system } = process.cpuUsage()
  return ((user + system) / 1_000_000).toFixed(0)
}

function merge(one: Findings, other: Findings): Findings {
  addUp(one.tally, other.tally)
  const failures = [...one.failures, ...other.failures]
  return { tally: one.tally, failures: failures.sort((a, b) => a.seed - b.seed) }
}

interface WorkerOptions extends SearchOptions {
  readonly world: WorldName
}

function searchInWorker(options: WorkerOptions): Promise<Findings> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: options })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Shows that each mutation of the engine is noticed, by which invariant, and how soon. */
async function catchAll(world: WorldName): Promise<void> {
  for (const mutation of WORLDS[world].mutations) {
    const mutant = await simulationOf(world, mutation)
    const { failures } = await search(mutant, { from: 1, count: ENOUGH, most: 1 })
    const [failure] = failures
    if (!failure) process.exitCode = 1
    const how = failure ? `${failure.rule} in seed ${failure.seed}: ${failure.what}` : 'MISSED'
    console.log(`${mutation.rule}\n  ${how}`)
  }
}

if (isMainThread) await main()
else {
  const { world, ...options } = workerData as WorkerOptions
  parentPort!.postMessage(await search(await simulationOf(world), options))
}
