import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { createServer } from 'vite'
import { afterAll, describe, expect, test } from 'vitest'
import { NETWORK_LOSS, watchConsole } from './support/console.ts'
import { openBrowsers, type TestBrowser } from './support/test-browsers.ts'
import { PATIENCE } from './support/visit.ts'

const cacheDir = mkdtempSync(join(tmpdir(), 'heartbeat-playground-'))
const vite = await createServer({
  configFile: fileURLToPath(new URL('../../playground/vite.config.ts', import.meta.url)),
  cacheDir,
  logLevel: 'warn',
  server: { host: '127.0.0.1', port: 0 },
})
await vite.listen()
const { port } = vite.httpServer!.address() as AddressInfo
const browsers = await openBrowsers()

afterAll(async () => {
  await Promise.all([vite, ...browsers].map((each) => each.close()))
  rmSync(cacheDir, { recursive: true })
})

async function openPlayground({ context }: TestBrowser): Promise<Page> {
  const page = await context.newPage()
  watchConsole(page, NETWORK_LOSS)
  await page.goto(`http://127.0.0.1:${port}/`)
  await press(page, 'Heal everything')
  await shows(page, 'open')
  return page
}

async function press(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await page.getByRole('button', { name, exact: true }).click()
}

async function shows(page: Page, status: string): Promise<void> {
  const badge = page.getByRole('region', { name: 'Status of the socket' }).getByRole('status')
  await expect.poll(() => badge.textContent(), PATIENCE).toMatch(new RegExp(`^${status}`))
}

const WAYS_TO_BREAK = [
  'Stop answering',
  'Freeze',
  'Kill the connection',
  'Server closes',
  'Stop the server',
  'Refuse connections, Kill the connection',
  'Slow handshake, Kill the connection',
]

describe.each(browsers)('$name', (browser) => {
  test.each(WAYS_TO_BREAK)('the playground heals from "%s"', async (way) => {
    const page = await openPlayground(browser)

    await press(page, ...way.split(', '))
    await page.getByText('open → reconnecting').waitFor()
    await press(page, 'Heal everything')

    await shows(page, 'open')
  })

  test('the playground stays open in a flood', async () => {
    const page = await openPlayground(browser)

    await press(page, 'Flood')
    await page.getByText('"type":"flood"').first().waitFor()

    await shows(page, 'open')
  })

  test('the playground gets an echo of what it sends', async () => {
    const page = await openPlayground(browser)

    await press(page, 'send()')

    await page.getByText('"type":"echo"').first().waitFor()
  })

  test('the playground stays closed until it is told to connect', async () => {
    const page = await openPlayground(browser)

    await press(page, 'close()')
    await shows(page, 'closed')
    await press(page, 'connect()')

    await shows(page, 'open')
  })
})
