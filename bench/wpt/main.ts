import { parseArgs } from 'node:util'
import { bundle } from '../../test/conformance/support/bundle.ts'
import { leftOut } from './left-out.ts'
import { isPass } from './outcome.ts'
import { REPORT } from './pages.ts'
import { passes, writeReport } from './report.ts'
import { runFiles, type FileOutcome } from './run-files.ts'
import { openRuntime, RUNTIMES, type Runtime, type RuntimeName } from './runtimes.ts'
import { load, save, type SuiteRun } from './saved.ts'
import { startServer } from './server.ts'
import type { Side } from './sides.ts'
import { filesOf, nameOfSuite, type SuiteFile } from './suite.ts'

const USAGE = `npm run conformance:wpt -- --wpt <folder of web-platform-tests>
  --name <what to call it, where that is no clone>
  --runtime <node, chromium or firefox: only there>
  --only <part of a path: only such files, and no report>
  --jobs <pages at a time, 8>`

/** Runs the suite in each runtime, and writes the report. */
export default async function main(args: string[]): Promise<void> {
  const { wpt, name, runtime, only, jobs } = parseArgs({
    args,
    options: {
      wpt: { type: 'string' },
      name: { type: 'string' },
      runtime: { type: 'string' },
      only: { type: 'string', default: '' },
      jobs: { type: 'string', default: '8' },
    },
  }).values
  if (!wpt) throw new Error(USAGE)
  // Only an exit stops the servers.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  const suite = name ?? nameOfSuite(wpt)
  const files = filesOf(wpt).filter(({ path }) => path.includes(only))
  for (const one of RUNTIMES.filter((one) => one === (runtime ?? one))) {
    const run = await runIn(one, { wpt, files, abreast: Number(jobs) })
    print(run)
    if (only === '') save(run)
  }
  const runs = RUNTIMES.map(load).filter((run) => run !== null)
  if (only === '' && runs.length === RUNTIMES.length) writeReport(runs, suite)
}

interface Task {
  readonly wpt: string
  readonly files: readonly SuiteFile[]
  readonly abreast: number
}

/** Both classes, or all, at the same time: a busy machine is then busy for all. */
async function runIn(name: RuntimeName, { wpt, files, abreast }: Task): Promise<SuiteRun> {
  const runtime = await openRuntime(name)
  const chosen = files.filter((file) => !leftOut(name).some(({ isIt }) => isIt(file)))
  const task = { wpt, files: chosen, abreast: Math.ceil(abreast / runtime.sides.length) }
  try {
    const sides = await Promise.all(
      runtime.sides.map(async (side) => [side, await runSide(runtime, side, task)] as const),
    )
    return { runtime: name, version: runtime.version, sides: Object.fromEntries(sides) }
  } finally {
    await runtime.close()
  }
}

async function runSide(
  { name, scopes, run }: Runtime,
  side: Side,
  { wpt, files, abreast }: Task,
): Promise<Record<string, FileOutcome>> {
  const isAsItIs = side === 'native' || name === 'node'
  const script = isAsItIs ? '' : `((side) => {\n${await bundle('./in-page.ts')}\n})('${side}')`
  const server = await startServer(wpt, { script, report: REPORT })
  process.once('exit', server.stop)
  try {
    return await runFiles(files, scopes, abreast, (path, timeout) =>
      run(side, server.url(path), timeout),
    )
  } finally {
    process.off('exit', server.stop)
    server.stop()
  }
}

/** Says what has failed. */
function print({ runtime, sides }: SuiteRun): void {
  for (const [side, files] of Object.entries(sides)) {
    const failed = Object.values(files).filter((file) => !passes(file))
    const all = Object.keys(files).length
    console.log(`\n${runtime}, ${side}: ${all - failed.length} of ${all} files pass`)
    for (const [page, outcome] of failed.flatMap((file) => Object.entries(file))) {
      const { trouble, subtests } = outcome
      const lines = subtests
        .filter(({ passed }) => !passed)
        .map(({ name, message }) => `${name}: ${message}`)
      if (!isPass(outcome)) console.log([page, trouble ?? [], lines].flat().join('\n    '))
    }
  }
}
