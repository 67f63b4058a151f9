import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alias } from '../../entries.ts'
import type { Outcome } from './support/allocation.ts'

const PROGRAM = fileURLToPath(new URL('support/allocation.ts', import.meta.url))

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heartbeat-allocation-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias },
    ssr: { noExternal: true },
    build: { ssr: PROGRAM, outDir: folder, emptyOutDir: true },
  })
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true }))

// Two times of 16 bytes: numbers too large to be stored in place. With a store the log's entry.
it.each([
  ['a bare handler', 16],
  ['a Connection', 64],
  ['a store', 168],
])('%s allocates at most %i bytes a message', { timeout: 60_000 }, async (name, most) => {
  const args = ['--expose-gc', join(folder, 'allocation.js'), name]

  const { stdout } = await promisify(execFile)(process.execPath, args)

  const { bytes, read, sent } = JSON.parse(stdout) as Outcome
  expect(read).toBe(sent)
  expect(bytes).toBeLessThanOrEqual(most)
})
