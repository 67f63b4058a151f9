import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ROOT } from '../../house/support/project.ts'
import { CHECKS } from '../checks/index.ts'
import { DIFFERENCES } from '../differences.ts'
import type { Outcome, Run } from './run.ts'

export const DOCUMENT = 'docs/conformance.md'

const HEAD = [
  'Runtime',
  'Checks',
  'Its own WebSocket',
  '`ReconnectingWebSocket`',
  'Only ours',
  'Only its own',
]

/** Writes what was counted, and the list of differences, into the document. */
export function writeReport(runs: readonly Run[]): void {
  const path = join(ROOT, DOCUMENT)
  const text = readFileSync(path, 'utf8')
  const counted = fill(text, 'counts', table([HEAD, ...runs.map(counts)]))
  const reasons = DIFFERENCES.map(({ what, reason }) => [what, reason])
  writeFileSync(path, fill(counted, 'differences', table([['Difference', 'Reason'], ...reasons])))
}

function counts({ runtime, version, native, ours }: Run): string[] {
  const [own, theirs] = [conforming(native), conforming(ours)]
  return [
    nameOf(runtime, version),
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

export function table([head, ...body]: readonly (readonly string[])[]): string {
  const rule = head!.map(() => '---')
  return [head!, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Puts a text between the marks of this name. */
export function fill(document: string, name: string, text: string): string {
  const start = `<!-- ${name} -->`
  const from = document.indexOf(start) + start.length
  const to = document.indexOf('<!-- end -->', from)
  return `${document.slice(0, from)}\n\n${text}\n\n${document.slice(to)}`
}

/** `Node 20.20`. */
export function nameOf(runtime: string, version: string): string {
  const name = runtime[0]!.toUpperCase() + runtime.slice(1)
  return `${name} ${version.split('.').slice(0, 2).join('.')}`
}
