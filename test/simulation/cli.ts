import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { buildEngine } from './build.ts'
import { mutations } from './mutations.ts'
import { explain, search, type Failure, type SearchOptions } from './search.ts'

/** In how many seeds a mutation must be noticed. */
const ENOUGH = 10_000

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      mutations: { type: 'boolean', default: false },
    },
  })
  if (values.mutations) return catchAll()
  return simulate(Number(values.seed), Number(values.seeds))
}

async function simulate(from: number, count: number): Promise<void> {
  const cores = Math.min(availableParallelism(), count)
  const start = performance.now()
  const found = await Promise.all(
    Array.from({ length: cores }, (_, core) =>
      searchInWorker({ from: from + core, count: count - core, step: cores }),
    ),
  )
  const failures = found.flat().sort((one, other) => one.seed - other.seed)
  const seconds = (performance.now() - start) / 1_000
  console.log(
    `${count} seeds from ${from}: ${failures.length || 'none'} broken; ` +
      `${seconds.toFixed(0)} s on ${cores} cores, ${(count / seconds).toFixed(0)} a second`,
  )
  if (failures.length === 0) return
  process.exitCode = 1
  for (const { seed, rule, what } of failures.slice(0, 20)) console.log(`${seed}: ${rule} ${what}`)
  console.log(`\n${await explain(await buildEngine(), failures[0]!)}`)
}

function searchInWorker(options: SearchOptions): Promise<Failure[]> {
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
    const [failure] = await search(engine, { from: 1, count: ENOUGH, most: 1 })
    if (!failure) process.exitCode = 1
    const how = failure ? `${failure.rule} in seed ${failure.seed}: ${failure.what}` : 'MISSED'
    console.log(`${mutation.name}\n  ${how}`)
  }
}

if (isMainThread) await main()
else parentPort!.postMessage(await search(await buildEngine(), workerData as SearchOptions))
