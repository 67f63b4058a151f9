import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { onTestFinished, vi } from 'vitest'
import { candidates } from '../../../scripts/find-browsers.js'
import { openBrowser, type TestBrowser } from './test-browsers.ts'

/** How long a page keeps its process busy to be known by it, in ms. */
const BUSY = 500

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
  /** Processor time so far, in the kernel's ticks. */
  readonly spent: number
}

/** A Firefox that goes on when a page of it crashes: Playwright asks it to quit then. */
export async function openFirefoxThatStays(): Promise<TestBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'firefox-'))
  const path = join(folder, 'firefox')
  const [own] = candidates('firefox')
  const script = `#!/bin/sh\nunset MOZ_CRASHREPORTER_SHUTDOWN\nexec '${own!.path}' "$@"\n`
  writeFileSync(path, script, { mode: 0o755 })
  vi.stubEnv('FIREFOX_PATH', path)
  const browser = await openBrowser('firefox')
  vi.unstubAllEnvs()
  onTestFinished(async () => {
    await browser!.close()
    rmSync(folder, { recursive: true })
  })
  return browser!
}

/** Kills the process of Firefox that runs a page: which one it is shows in who is busy. Linux only. */
export async function crashFirefox(page: Page): Promise<void> {
  const before = new Map(pageProcesses().map(({ pid, spent }) => [pid, spent]))
  await page.evaluate((ms) => {
    const end = performance.now() + ms
    while (performance.now() < end);
  }, BUSY)
  const [busiest] = pageProcesses()
    .map(({ pid, spent }) => ({ pid, spent: spent - (before.get(pid) ?? 0) }))
    .sort((a, b) => b.spent - a.spent)
  process.kill(busiest!.pid, 'SIGKILL')
}

/** Those in which browsers that this process has started run pages. */
function pageProcesses(): Process[] {
  const all = new Map(processes().map((one) => [one.pid, one]))
  const isOurs = (one: Process | undefined): boolean =>
    one !== undefined && (one.parent === process.pid || isOurs(all.get(one.parent)))
  return [...all.values()].filter((one) => /-contentproc.*\btab\b/.test(one.command) && isOurs(one))
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [read(Number(name))]
      } catch {
        // It has ended meanwhile.
        return []
      }
    })
}

/** As proc(5) has it: the command in brackets may hold spaces. */
function read(pid: number): Process {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  return { pid, parent: Number(fields[1]), command, spent: Number(fields[11]) + Number(fields[12]) }
}
