import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { buildEngine } from './build.ts'
import { DEATH, FALSE_KILL } from './checks/deaths.ts'
import { mutations } from './mutations.ts'
import { addUp, explain, search, type Findings, type SearchOptions } from './search.ts'

/** In how many seeds a mutation must be noticed. */
const ENOUGH = 10_000

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 30) },
      counts: { type: 'boolean', default: false },
      mutations: { type: 'boolean', default: false },
    },
  })
  if (values.mutations) return catchAll()
  return simulate(Number(values.seed), Number(values.seeds), values.counts)
}

async function simulate(from: number, count: number, isCounted: boolean): Promise<void> {
  const cores = Math.min(availableParallelism(), count)
  const start = performance.now()
  const found = await Promise.all(
    Array.from({ length: cores }, (_, core) =>
      searchInWorker({ from: from + core, count: count - core, step: cores }),
    ),
  )
  const { failures, tally } = found.reduce(merge)
  const seconds = (performance.now() - start) / 1_000
  console.log(
    `${count} seeds from ${from}: ${failures.length || 'none'} broken, ` +
      `${tally.get(FALSE_KILL) ?? 0} of ${tally.get(DEATH)} deaths by heartbeat were false; ` +
      `${seconds.toFixed(0)} s on ${cores} cores, ${processorSeconds()} s of processor time`,
  )
  if (isCounted) {
    for (const [what, times] of [...tally].sort())
      console.log(`${String(times).padStart(9)}  ${what}`)
  }
  if (failures.length === 0) return
  process.exitCode = 1
  for (const { seed, rule, what } of failures.slice(0, 20)) console.log(`${seed}: ${rule} ${what}`)
  console.log(`\n${await explain(await buildEngine(), failures[0]!)}`)
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

function searchInWorker(options: SearchOptions): Promise<Findings> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: options })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Shows that each mutation of the engine is noticed, by which invariant, and how soon. */
async function catchAll(): Promise<void> {
  for (const mutation of mutations) {
    const engine = await buildEngine(mutation)
    const { failures } = await search(engine, { from: 1, count: ENOUGH, most: 1 })
    const [failure] = failures
    if (!failure) process.exitCode = 1
    const how = failure ? `${failure.rule} in seed ${failure.seed}: ${failure.what}` : 'MISSED'
    console.log(`${mutation.rule}\n  ${how}`)
  }
}

if (isMainThread) await main()
else parentPort!.postMessage(await search(await buildEngine(), workerData as SearchOptions))
