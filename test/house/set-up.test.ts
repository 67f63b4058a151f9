import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ROOT } from './support/project.ts'

/** What `npm test` says first, on a machine that has Node and nothing on its path. */
function setUpWithout(env: Record<string, string> = {}): { status: number | null; said: string } {
  const empty = mkdtempSync(join(tmpdir(), 'bare-machine-'))
  onTestFinished(() => rmSync(empty, { recursive: true }))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/set-up.js'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: empty, HOME: empty, PLAYWRIGHT_BROWSERS_PATH: empty, NO_INSTALL: '1', ...env },
  })
  return { status, said: stdout + stderr }
}

it('names what is left out without browsers, and what to run, and goes on', () => {
  const { status, said } = setUpWithout()

  expect(said).toContain('chromium is missing. Left out: the tests in chromium.')
  expect(said).toContain('firefox is missing. Left out: the tests in firefox.')
  expect(said).toMatch(/On Debian: apt-get install chromium firefox-esr .*\(as root\)/)
  expect(said).toContain('npx playwright-core install chromium firefox')
  expect(status).toBe(0)
})

it('fails without browsers where CI=true', () => {
  const { status, said } = setUpWithout({ CI: 'true' })

  expect(said).toContain('With CI=true all of them are needed.')
  expect(status).toBe(1)
})
