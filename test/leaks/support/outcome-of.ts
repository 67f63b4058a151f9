import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { onTestFinished } from 'vitest'
import { alias } from '../../../entries.ts'
import type { Outcome } from './cycles.ts'

const PROGRAM = fileURLToPath(new URL('cycles.ts', import.meta.url))

/** Compiled code comes and goes, and would hide what a cycle leaves behind. */
const FLAGS = ['--expose-gc', '--no-opt', '--no-sparkplug', '--no-flush-bytecode']

/** What is left after so many sockets of this class were made, broken and ended. */
export async function outcomeOf(name: string, cycles: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-leaks-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias },
    ssr: { noExternal: true },
    build: { ssr: PROGRAM, outDir: folder, emptyOutDir: true },
  })
  const program = [...FLAGS, join(folder, 'cycles.js'), name, String(cycles)]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, program)
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout) as Outcome
}
