import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../test/house/support/project.ts'
import { DOCUMENT, fill, nameOf, table } from '../../test/conformance/support/report.ts'
import { reasonFor } from './differences.ts'
import { leftOut, type LeftOut } from './left-out.ts'
import { isPass } from './outcome.ts'
import type { FileOutcome } from './run-files.ts'
import type { SuiteRun } from './saved.ts'
import type { Side } from './sides.ts'

const CLASSES: Record<Side, string> = {
  native: 'its own',
  ours: '`ReconnectingWebSocket`',
  partysocket: 'partysocket',
  'reconnecting-websocket': 'reconnecting-websocket',
}

/** Writes counts, differences and what was left out into the document. */
export function writeReport(runs: readonly SuiteRun[], suite: string): void {
  const path = join(ROOT, DOCUMENT)
  const parts = {
    'wpt suite': `The suite: ${suite}.`,
    'wpt counts': table([
      ['Where', 'In the place of `WebSocket`', 'Files', 'Files that pass', 'Subtests that pass'],
      ...runs.flatMap(counts),
    ]),
    'wpt differences': table([['File', 'Where', 'Reason'], ...differences(runs)]),
    'wpt left out': table([['Not run', 'Reason'], ...notRun(runs)]),
  }
  const text = Object.entries(parts).reduce(
    (document, [name, part]) => fill(document, name, part),
    readFileSync(path, 'utf8'),
  )
  writeFileSync(path, text)
  execFileSync('npx', ['oxfmt', path])
}

function counts({ runtime, version, sides }: SuiteRun): string[][] {
  return Object.entries(sides).map(([side, files]) => [
    nameOf(runtime, version),
    CLASSES[side as Side],
    ...[
      Object.keys(files).length,
      Object.values(files).filter(passes).length,
      Object.values(files)
        .flatMap((file) => Object.values(file))
        .flatMap(({ subtests }) => subtests)
        .filter(({ passed }) => passed).length,
    ].map(String),
  ])
}

/** The files that pass with the runtime's own class and not with ours. */
export function onlyNative({ sides: { native = {}, ours = {} } }: SuiteRun): string[] {
  return Object.keys(ours).filter((file) => passes(native[file]!) && !passes(ours[file]!))
}

function differences(runs: readonly SuiteRun[]): string[][] {
  const files = new Set(runs.flatMap(onlyNative))
  return [...files].sort().map((file) => [
    `\`${file.replace('websockets/', '')}\``,
    runs
      .filter((run) => onlyNative(run).includes(file))
      .map(({ runtime }) => runtime)
      .join(', '),
    reasonFor(file) ?? 'not looked into',
  ])
}

function notRun(runs: readonly SuiteRun[]): string[][] {
  const all = new Set<LeftOut>(runs.flatMap(({ runtime }) => leftOut(runtime)))
  return [...all].map(({ what, reason }) => [what, reason])
}

/** Whether all pages of a file pass. */
export function passes(file: FileOutcome): boolean {
  return Object.values(file).every(isPass)
}
