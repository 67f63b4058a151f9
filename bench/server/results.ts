import { readFileSync, writeFileSync } from 'node:fs'
import { table } from '../fleet/markdown.ts'
import type { Kind } from './kinds.ts'

/** A line of the table: what was measured, and the figure of each kind that has one. */
export interface Result {
  readonly what: string
  readonly figures: Partial<Record<Kind, string>>
}

const DOCUMENT = new URL('docs/server-node.md', `file://${process.cwd()}/`)
const BEGIN = '<!-- measured by npm run bench:server -->'
const END = '<!-- end -->'

const COLUMNS = [
  { head: 'What' },
  { head: 'Here' },
  { head: '`ws` alone' },
  { head: 'socket.io 4.8, recovery on' },
]

export function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ what, figures }) => [
    what,
    figures.ours ?? '',
    figures.ws ?? '',
    figures['socket.io'] ?? '',
  ])
  return table(COLUMNS, rows)
}

/** Puts the figures where the documentation has them. */
export function write(text: string): void {
  const document = readFileSync(DOCUMENT, 'utf8')
  const [before = '', rest = ''] = document.split(BEGIN)
  const [, after = ''] = rest.split(END)
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`)
}
