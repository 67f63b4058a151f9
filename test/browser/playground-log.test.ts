import { once } from 'node:events'
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { launch } from '../../scripts/find-browsers.js'
import { costUntil } from './support/flood-cost.ts'
import { openPlayground } from './support/playground.ts'
import { visitPlayground } from './support/playground-suite.ts'
import { POLL } from './support/visit.ts'

const playground = await openPlayground()
// As Playwright starts it: a browser that lets its pages wait has no frames to measure.
const launched = await launch('chromium')
const chromium = 'problem' in launched ? null : launched.browser
if ('problem' in launched) console.log(`Left out: chromium (${launched.problem})`)

/** For machines that are busy with something else. */
const SLOW = { timeout: 100_000 }

afterAll(() => Promise.all([playground.close(), chromium?.close()]))

interface Visit {
  readonly page: Page
  readonly log: Locator
  readonly list: Locator
  readonly options: Locator
}

async function visit(fragment = ''): Promise<Visit> {
  const context = await chromium!.newContext({ locale: 'en' })
  onTestFinished(() => context.close())
  const page = await visitPlayground({ context }, `${playground.url}#${fragment}`)
  const log = page.getByRole('region', { name: 'Messages', exact: true })
  const options = page.getByRole('region', { name: 'Options', exact: true })
  // Open already where the link sets some.
  if (fragment === '') await button(options, 'Show').click()
  return { page, log, options, list: log.getByRole('listbox') }
}

/** Has the feed send so many messages a second, until the test is over. */
async function flood(rate: number): Promise<void> {
  onTestFinished(() => setFlood(0))
  await setFlood(rate)
}

async function setFlood(rate: number): Promise<void> {
  const answer = await fetch(`${playground.url}api/set`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ flood: rate }),
  })
  expect(answer.status).toBe(200)
}

/** Has the feed send 5 000 messages a second, until it has sent so many. */
async function floodUntil(count: number): Promise<void> {
  const { url } = await (await fetch(`${playground.url}api/state`)).json()
  const client = new WebSocket(url)
  const isOver = new Promise<void>((resolve) => {
    client.on('message', (data) => {
      const { type, id } = JSON.parse(String(data))
      if (type === 'flood' && id >= count) resolve()
    })
  })
  await once(client, 'open')
  await setFlood(5_000)
  await isOver
  await setFlood(0)
  client.close()
}

const rows = ({ list }: Visit) => list.getByRole('option')

const button = (panel: Locator, name: string) => panel.getByRole('button', { name, exact: true })

/** The number of the newest message in the list, as the server counts its flood. */
async function newest(shown: Visit): Promise<number> {
  const texts = await rows(shown).allTextContents()
  return Math.max(...texts.map((text) => Number(/"type":"flood","id":(\d+)/.exec(text)?.[1] ?? 0)))
}

describe.skipIf(chromium === null)('the log, in a flood of 5 000 messages a second', () => {
  test('draws the rows that are seen, and leaves the page its frames', SLOW, async () => {
    const shown = await visit()
    await shown.log.scrollIntoViewIfNeeded()
    await floodUntil(10_500)
    await shown.log.getByText('10,000 of 10,000').waitFor(SLOW)

    const { work, longest, pieces } = await costUntil(shown.page, async () => {
      await floodUntil(20_000)
      await expect.poll(() => newest(shown), SLOW).toBeGreaterThanOrEqual(20_000)
    })

    expect(await rows(shown).first().getAttribute('aria-setsize')).toBe('10000')
    expect(await rows(shown).count()).toBeLessThan(40)
    expect(await shown.list.locator('*').count()).toBeLessThan(250)
    expect(pieces).toBeGreaterThan(1_000)
    expect(longest).toBeLessThan(50)
    // 8 ms for each of the 60 frames of a second.
    expect(work).toBeLessThan(480)
  })
})

describe.skipIf(chromium === null)('the log', () => {
  test('stands still while it is held, and counts what it misses', async () => {
    const shown = await visit()
    await flood(500)
    await rows(shown).getByText('"type":"flood"').first().waitFor()

    await button(shown.log, 'Hold').click()
    const before = await rows(shown).allTextContents()
    const held = await newest(shown)
    const missed = shown.log.locator('.missed')
    await expect.poll(() => missed.textContent(), POLL).toMatch(/^(\d,)?\d{3} new$/)

    expect(await rows(shown).allTextContents()).toEqual(before)
    await button(shown.log, 'Hold').click()
    await expect.poll(() => newest(shown), POLL).toBeGreaterThan(held + 100)
    expect(await missed.count()).toBe(0)
  })

  test('is held while someone reads further down', async () => {
    const shown = await visit()
    const hold = button(shown.log, 'Hold')
    const isHeld = () => hold.getAttribute('aria-pressed')
    await flood(500)
    await rows(shown).getByText('"type":"flood"').nth(15).waitFor()

    await shown.list.evaluate((list) => list.scrollTo({ top: 200 }))
    await expect.poll(isHeld).toBe('true')
    await shown.list.evaluate((list) => list.scrollTo({ top: 0 }))

    await expect.poll(isHeld).toBe('false')
  })

  test('is filtered by text and direction', async () => {
    const shown = await visit()
    await button(shown.page.locator('main'), 'send()').click()
    await rows(shown).getByText('"type":"echo"').first().waitFor()

    await shown.log.getByRole('textbox').fill('HELLO')
    await shown.log.getByText(/^2 of \d+$/).waitFor()
    await shown.log.getByLabel('Direction').selectOption('out')

    await shown.log.getByText(/^1 of \d+$/).waitFor()
    expect(await rows(shown).count()).toBe(1)
    expect(await rows(shown).textContent()).toContain('{ "hello": "server" }')
  })

  test('shows a message as a tree, and copies it', async () => {
    const shown = await visit()
    await shown.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await rows(shown).first().waitFor()

    await shown.list.focus()
    await shown.list.press('ArrowDown')
    const message = shown.log.getByRole('region', { name: /^Message \d+$/ })
    await message.getByText('"metrics"').waitFor()
    await button(message, 'Copy').click()
    await message.getByRole('status').filter({ hasText: 'Copied' }).waitFor()

    const copied = await shown.page.evaluate(() => navigator.clipboard.readText())
    expect(JSON.parse(copied)).toMatchObject({ type: 'metrics' })
    await button(message, 'Close the message').click()
    await expect.poll(() => message.count()).toBe(0)
  })

  test('is exported as JSON, and cleared', async () => {
    const shown = await visit()
    await shown.page.evaluate(() => {
      HTMLAnchorElement.prototype.click = function click() {
        const download = fetch(this.href).then((file) => file.text())
        Object.assign(window, { download, downloadName: this.download })
      }
    })
    await button(shown.log, 'Hold').click()
    const count = Number.parseInt((await shown.log.locator('.count').textContent()) ?? '', 10)

    await button(shown.log, 'Export').click()
    await expect
      .poll(() => shown.page.evaluate(() => (window as any).downloadName))
      .toBe('default-log.json')

    const text: string = await shown.page.evaluate(() => (window as any).download)
    const entries = JSON.parse(text)
    expect(entries).toHaveLength(count)
    expect(entries[0]).toMatchObject({ direction: 'received', kind: 'message' })
    await button(shown.log, 'Clear').click()
    await expect
      .poll(async () => (await shown.log.locator('.count').textContent()) ?? '')
      .toMatch(/^[0-4] of [0-4]$/)
  })
})

describe.skipIf(chromium === null)('the options', () => {
  test('show in place what is wrong with a value, and keep what is in force', async () => {
    const { page, options } = await visit()
    const interval = options.getByLabel('interval', { exact: false }).first()

    await interval.fill('-5')
    await interval.press('Enter')
    const alert = options.getByRole('alert').filter({ hasText: 'HEARTBEAT_SOCKET_C0001' })
    await alert.waitFor()

    expect(await alert.textContent()).toContain('Option "heartbeat.interval" is -5')
    expect(await alert.textContent()).toContain('Still in force: 3000')
    expect(await options.locator('pre code').textContent()).toContain('interval: 3_000')
    expect(new URL(page.url()).hash).toBe('')
    await interval.fill('1000')
    await interval.press('Enter')
    await expect.poll(() => alert.count()).toBe(0)
    expect(await options.locator('pre code').textContent()).toContain('interval: 1_000')
  })

  test('stand in the address bar, and come back with it', async () => {
    const first = await visit()
    const timeout = first.options.getByLabel('timeout', { exact: false }).first()
    await timeout.fill('1234')
    await timeout.press('Enter')
    await first.options.getByRole('checkbox', { name: 'reconnect' }).uncheck()

    const { hash } = new URL(first.page.url())
    const second = await visit(hash.slice(1))

    expect(hash).toBe('#heartbeat.timeout=1234&reconnect=false')
    const code = await second.options.locator('pre code').textContent()
    expect(code).toContain('timeout: 1_234')
    expect(code).toContain('reconnect: false')
  })

  test('say what a link asks for in vain', async () => {
    const { options } = await visit('heartbeat.intervall=1&heartbeat.timeout=1500')

    const alert = options.getByRole('alert').filter({ hasText: 'heartbeat.intervall=1' })

    expect(await alert.textContent()).toContain('Did you mean "heartbeat.interval"?')
    expect(await options.locator('pre code').textContent()).toContain('timeout: 1_500')
  })

  test('follow the address bar while the page is open', async () => {
    const { page, options } = await visit('connectTimeout=1111')
    const code = options.locator('pre code')
    expect(await code.textContent()).toContain('connectTimeout: 1_111')

    await page.evaluate(() => {
      location.hash = 'connectTimeout=2222'
    })

    await expect.poll(() => code.textContent()).toContain('connectTimeout: 2_222')
  })

  test('go back to the defaults of the library', async () => {
    const { options } = await visit()

    await button(options, 'Library defaults').click()

    await expect
      .poll(() => options.locator('pre code').textContent())
      .not.toMatch(/heartbeat:|reconnect:|log:/)
  })
})
