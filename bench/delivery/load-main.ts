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
      console.log(figures.at(-1))
    }
  } finally {
    built.remove()
  }
  const table = [
    '| What | Figure |',
    '| --- | --- |',
    ...figures.map((row) => `| ${row.join(' | ')} |`),
  ]
  console.log(table.join('\n'))
  if (values.write) write(`${conditions()}.\n\n${table.join('\n')}`)
}

function write(text: string): void {
  const document = readFileSync(DOCUMENT, 'utf8')
  const [before = '', rest = ''] = document.split(BEGIN)
  const [, after = ''] = rest.split(END)
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`)
}
