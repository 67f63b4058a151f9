import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ROOT } from '../../house/support/project.ts'
import { CHECKS } from '../checks/index.ts'
import { DIFFERENCES } from '../differences.ts'
import type { Outcome, Run } from './run.ts'

export const DOCUMENT = 'docs/conformance.md'

/** Writes what was counted, and the list of differences, into the document. */
export function writeReport(runs: readonly Run[]): void {
  const path = join(ROOT, DOCUMENT)
  const text = readFileSync(path, 'utf8')
  const counted = fill(text, 'counts', [
    [
      'Runtime',
      'Checks',
      'Its own WebSocket',
      '`ReconnectingWebSocket`',
      'Only ours',
      'Only its own',
    ],
    ...runs.map(counts),
  ])
  const listed = fill(counted, 'differences', [
    ['Difference', 'Reason'],
    ...DIFFERENCES.map(({ what, reason }) => [what, reason]),
  ])
  writeFileSync(path, listed)
}

function counts({ runtime, version, native, ours }: Run): string[] {
  const [own, theirs] = [conforming(native), conforming(ours)]
  const name = runtime[0]!.toUpperCase() + runtime.slice(1)
  return [
    `${name} ${version.split('.').slice(0, 2).join('.')}`,
    Object.keys(ours.results).length,
    own.length,
    theirs.length,
    theirs.filter((check) => !own.includes(check)).length,
    own.filter((check) => !theirs.includes(check)).length,
  ].map(String)
}

/** The checks that came out as the standards have it. */
function conforming({ results }: Outcome): string[] {
  return CHECKS.filter(({ name, expected }) => isDeepStrictEqual(results[name], expected)).map(
    ({ name }) => name,
  )
}

/** Puts a table between the marks of this name. */
function fill(text: string, name: string, rows: readonly string[][]): string {
  const [head, ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`)
  const table = [head, `|${' --- |'.repeat(rows[0]!.length)}`, ...body].join('\n')
  const start = `<!-- ${name} -->`
  const from = text.indexOf(start) + start.length
  return `${text.slice(0, from)}\n\n${table}\n\n${text.slice(text.indexOf('<!-- end -->', from))}`
}
