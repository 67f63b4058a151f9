import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { expect, it, onTestFinished } from 'vitest'
import { alias } from '../../entries.ts'
import type { Outcome } from './support/requests.ts'

const PROGRAM = fileURLToPath(new URL('support/requests.ts', import.meta.url))

/** In bytes. A thousand requests that keep their two sockets take 37 MB; none takes 0.5 at most. */
const MAX_GROWTH = 2_000_000

it('a thousand requests open nothing and keep nothing', { timeout: 60_000 }, async () => {
  const program = join(await buildProgram(), 'requests.js')

  // Rejects unless the process ends by itself, in this time and with the exit code 0.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--expose-gc', program], {
    timeout: 40_000,
  })

  const { growth, ...rest } = JSON.parse(stdout) as Outcome
  expect(rest).toEqual({ pages: ['<p>idle idle dropped null</p>'], sockets: 0, timers: 0 })
  expect(growth).toBeLessThan(MAX_GROWTH)
  expect(stderr).toBe('')
})

async function buildProgram(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-ssr-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias },
    ssr: { noExternal: true },
    build: { ssr: PROGRAM, outDir: folder, emptyOutDir: true },
  })
  return folder
}
