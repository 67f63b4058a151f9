import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alias } from '../../entries.ts'
import type { Outcome } from './support/cycles.ts'
import { growthOf } from './support/flat.ts'

const PROGRAM = fileURLToPath(new URL('support/cycles.ts', import.meta.url))

/** Compiled code comes and goes, and would hide what a cycle leaves behind. */
const FLAGS = ['--expose-gc', '--no-opt', '--no-sparkplug', '--no-flush-bytecode']

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heartbeat-leaks-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias },
    ssr: { noExternal: true },
    build: { ssr: PROGRAM, outDir: folder, emptyOutDir: true },
  })
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true }))

it.each(['Connection', 'ReconnectingWebSocket'])(
  '10 000 times made, broken and ended, a %s leaves nothing behind',
  { timeout: 120_000 },
  async (name) => {
    const program = join(folder, 'cycles.js')

    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      ...FLAGS,
      program,
      name,
    ])

    const { heap, sockets, ...rest } = JSON.parse(stdout) as Outcome
    expect(rest).toEqual({ cycles: 10_000, left: null, alive: 0 })
    expect(sockets).toBeGreaterThan(20_000)
    expect(growthOf(heap)).toBeLessThan(0.005)
    expect(stderr).toBe('')
  },
)
