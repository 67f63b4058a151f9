import { parseArgs } from 'node:util'
import { Bench, type Task as BenchTask } from 'tinybench'
import { table } from '../fleet/markdown.ts'
import { conditions } from '../support/conditions.ts'
import { writeSection } from '../support/page.js'
import type { Task } from './tasks.ts'

export { alias } from '../../entries.ts'

/** How long each is run, in ms. */
const TIME = 1_000

/** Measures the tasks and writes the table into the page; with `--print` only prints it. */
export async function main(args: string[], tasks: readonly Task[]): Promise<void> {
  const { values } = parseArgs({ args, options: { print: { type: 'boolean', default: false } } })
  const bench = new Bench({ time: TIME, warmupTime: TIME / 2 })
  for (const { name, run } of tasks) bench.add(name, run, { async: false })
  bench.runSync()
  const text = `${conditions()}.\n\n${tableOf(bench.tasks, tasks)}`
  if (values.print) console.log(text)
  else writeSection('micro', text)
  // What is open or queued has timers that would keep the process alive.
  process.exit()
}

function tableOf(measured: readonly BenchTask[], tasks: readonly Task[]): string {
  const rows = measured.map(({ name, result }, at) => {
    if (result.state !== 'completed') throw new Error(`${name} did not complete`)
    const { p50, mad } = result.latency
    const each = (p50 * 1_000_000) / tasks[at]!.times
    const spread = (mad / p50) * 100
    return [name, millions(1_000_000_000 / each), nanoseconds(each), `${spread.toFixed(1)} %`]
  })
  const numeric = (head: string) => ({ head, isNumeric: true })
  return table([{ head: '' }, numeric('ops/s'), numeric('ns'), numeric('spread')], rows)
}

function millions(perSecond: number): string {
  return `${(perSecond / 1_000_000).toPrecision(3)} M`
}

function nanoseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0)
}
