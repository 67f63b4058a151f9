import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FileOutcome } from './run-files.ts'
import type { RuntimeName } from './runtimes.ts'
import type { Side } from './sides.ts'

/** What came of the suite in one runtime. */
export interface SuiteRun {
  readonly runtime: RuntimeName
  readonly version: string
  readonly sides: Partial<Record<Side, Readonly<Record<string, FileOutcome>>>>
}

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/wpt', import.meta.url))

const pathOf = (runtime: RuntimeName) => `${FOLDER}/${runtime}.json`

/** Keeps a run, so that one runtime can be run again without the others. */
export function save(run: SuiteRun): void {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(pathOf(run.runtime), JSON.stringify(run, null, 2))
}

export function load(runtime: RuntimeName): SuiteRun | null {
  const path = pathOf(runtime)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SuiteRun) : null
}
