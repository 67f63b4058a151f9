import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { conditions } from '../support/conditions.ts'
import { buildNode } from './build.ts'
import {
  fanOut,
  lagging,
  publishing,
  replaying,
  resuming,
  startBench,
  type Bench,
  type Figure,
} from './load.ts'

const DOCUMENT = new URL('../../docs/operations.md', import.meta.url)
const BEGIN = '<!-- measured by npm run bench:load -->'
const END = '<!-- end -->'

interface Part {
  readonly nodes: number
  measure(bench: Bench, clients: number): Promise<Figure[]>
}

const PARTS: Readonly<Record<string, Part>> = {
  publishing: { nodes: 1, measure: publishing },
  'fan-out': { nodes: 3, measure: (bench) => fanOut(bench, 900) },
  replay: { nodes: 1, measure: replaying },
  resume: { nodes: 1, measure: (bench, clients) => resuming(bench, clients, 100) },
  lag: { nodes: 1, measure: (bench) => lagging(bench, 20_000) },
}

/** `-- --only resume --clients 10000 --write`. */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      clients: { type: 'string', default: '9000' },
      write: { type: 'boolean', default: false },
    },
  })
  const built = await buildNode()
  const figures: Figure[] = []
  try {
    for (const [name, { nodes, measure }] of Object.entries(PARTS)) {
      if (values.only !== '' && name !== values.only) continue
      const bench = await startBench(built, nodes)
      figures.push(...(await measure(bench, Number(values.clients)).finally(bench.close)))
      // At once: a long run may be cut short.
      if (values.write) write(figures)
    }
  } finally {
    built.remove()
  }
  console.log(tableOf(figures))
}

const tableOf = (figures: readonly Figure[]): string =>
  ['| What | Figure |', '| --- | --- |', ...figures.map((row) => `| ${row.join(' | ')} |`)].join(
    '\n',
  )

/** What was measured before stays where it was not measured now. */
function write(figures: readonly Figure[]): void {
  const document = readFileSync(DOCUMENT, 'utf8')
  const [before = '', rest = ''] = document.split(BEGIN)
  const [old = '', after = ''] = rest.split(END)
  const kept = old.split('\n').filter(isRow).map(figureOf)
  const rows = [...new Map([...kept, ...figures])]
  const text = `${conditions()}.\n\n${tableOf(rows)}`
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`)
}

const isRow = (line: string): boolean => line.startsWith('|') && !/^\| (?:What|-)/.test(line)

function figureOf(line: string): Figure {
  const [, what = '', figure = ''] = line.split('|').map((cell) => cell.trim())
  return [what, figure]
}
