import { readFileSync, writeFileSync } from 'node:fs'
import type { Outcome } from './run.ts'
import type { Kind } from './setup.ts'

export interface Row {
  readonly scenario: string
  readonly kind: Kind
  readonly outcome: Outcome
}

const DOCUMENT = new URL('../../docs/delivery.md', import.meta.url)
const BEGIN = '<!-- measured by npm run bench:delivery -->'
const END = '<!-- end -->'

const HEAD = `| What was broken | Server | down: lost | twice | out of order | told | up: lost | twice | unconfirmed | recovered | whole after |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |`

export function rowOf({ scenario, kind, outcome }: Row): string {
  const { down, up, reopenings, recovered, settledAfter } = outcome
  const whole = settledAfter === null ? 'never' : `${(settledAfter / 1_000).toFixed(1)} s`
  const cells = [
    scenario,
    kind === 'ours' ? 'this' : 'socket.io',
    down.lost,
    down.duplicated,
    down.outOfOrder,
    `${down.told} (${down.missed})`,
    up.lost,
    up.duplicated,
    up.told,
    `${recovered} of ${reopenings}`,
    whole,
  ]
  return `| ${cells.join(' | ')} |`
}

export const tableOf = (rows: readonly Row[]): string => [HEAD, ...rows.map(rowOf)].join('\n')

/** Puts the table into the document. What was measured before stays where it was not measured now. */
export function writeTable(rows: readonly Row[], conditions: string): void {
  const text = readFileSync(DOCUMENT, 'utf8')
  const [before = '', rest = ''] = text.split(BEGIN)
  const [old = '', after = ''] = rest.split(END)
  const lines = new Map(
    [...old.split('\n').filter(isRow), ...rows.map(rowOf)].map((line) => [keyOf(line), line]),
  )
  const table = [HEAD, ...lines.values()].join('\n')
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${conditions}.\n\n${table}\n\n${END}${after}`)
}

const isRow = (line: string): boolean => line.startsWith('|') && !/^\| (?:What|-)/.test(line)

/** What was broken, and whose server. */
const keyOf = (line: string): string =>
  line
    .split('|')
    .slice(1, 3)
    .map((cell) => cell.trim())
    .join('|')
