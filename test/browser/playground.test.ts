import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { NETWORK_LOSS, watchConsole } from './support/console.ts'
import { overflow, WIDTHS } from './support/layout.ts'
import { openPlaygroundSuite, visitPlayground } from './support/playground-suite.ts'
import type { TestBrowser } from './support/test-browsers.ts'
import { POLL } from './support/visit.ts'

const { playground, browsers } = await openPlaygroundSuite()

/** A set-up in the address: times short enough for a test. */
const QUICK = new URLSearchParams({
  connectTimeout: '1500',
  'heartbeat.interval': '500',
  'heartbeat.timeout': '1500',
  'reconnect.spread': '200',
  'reconnect.minDelay': '500',
  'reconnect.stableAfter': '500',
})

async function visit(browser: TestBrowser): Promise<Page> {
  const page = await visitPlayground(browser, `${playground.url}#${QUICK}`)
  await press(page, 'Heal everything')
  await shows(page, 'open')
  // The last of the panels that come late: a flood would hold them up.
  await page.locator('#options .panel').waitFor()
  return page
}

async function press(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await page.getByRole('button', { name, exact: true }).click()
}

async function shows(page: Page, status: string): Promise<void> {
  const badge = page.getByRole('region', { name: 'Status of the socket' }).getByRole('status')
  await expect.poll(() => badge.textContent(), POLL).toMatch(new RegExp(`^${status}`))
}

const timeline = (page: Page) => page.getByRole('region', { name: 'What happened' })

/** What is told of a link that goes silent. */
const STORY = ['nothing has come', 'Declared dead', 'Waiting', 'Connecting', 'Open again']

const WAYS_TO_BREAK = [
  'Stop answering',
  'Half-open',
  'Kill the connection',
  'Server closes',
  'Stop the server',
  'Refuse connections, Kill the connection',
  'Slow handshake, Kill the connection',
]

/** The engine has tests of its own in each browser; here one is enough for what the buttons do. */
const waysFor = ({ name }: TestBrowser) =>
  name === 'chromium' ? WAYS_TO_BREAK : ['Half-open', 'Kill the connection']

describe.each(browsers)('$name', (browser) => {
  test.each(waysFor(browser))('the playground heals from "%s"', async (way) => {
    const page = await visit(browser)
    await timeline(page).getByRole('button', { name: 'Clear' }).click()

    await press(page, ...way.split(', '))
    await timeline(page)
      .getByText(/Waiting .* before the next retry/)
      .first()
      .waitFor()
    await press(page, 'Heal everything')

    await shows(page, 'open')
  })

  test('the playground says how a silent link was found out', async () => {
    const page = await visit(browser)
    await timeline(page).getByRole('button', { name: 'Clear' }).click()

    await press(page, 'Freeze')
    await timeline(page).getByText('Declared dead').first().waitFor()
    await press(page, 'Heal everything')
    await timeline(page).getByText('Open again').first().waitFor()

    const newestFirst = await timeline(page).getByRole('listitem').allTextContents()
    const told = newestFirst.reverse()
    const places = STORY.map((part) => told.findIndex((text) => text.includes(part)))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((one, other) => one - other))
  })

  test('the playground stays open in a flood', async () => {
    const page = await visit(browser)

    // On a busy machine more than that would leave the page no time to answer; the log's tests have more.
    await page.getByRole('button', { name: 'Flood', exact: true }).focus()
    await page.getByRole('textbox', { name: 'Flood' }).fill('1000')
    await press(page, 'Flood')
    await page.getByText('"type":"flood"').first().waitFor()

    await shows(page, 'open')
    // A flood on a busy machine leaves no two frames alike for long, for which a click would wait.
    const heal = page.getByRole('button', { name: 'Heal everything', exact: true })
    await heal.dispatchEvent('click', undefined, { timeout: 90_000 })
    await shows(page, 'open')
  })

  test('the playground gets an echo of what it sends', async () => {
    const page = await visit(browser)

    await press(page, 'send()')

    await page.getByText('"type":"echo"').first().waitFor()
  })

  test('the playground stays closed until it is told to connect', async () => {
    const page = await visit(browser)

    await press(page, 'close()')
    await shows(page, 'closed')
    await press(page, 'connect()')

    await shows(page, 'open')
  })

  test('the pulse beats', async () => {
    const page = await visit(browser)

    await expect.poll(() => peaks(page), POLL).toBeGreaterThan(0)
  })

  test('the playground shows another socket', async () => {
    const page = await visit(browser)

    await page.getByText('echo', { exact: true }).click()
    await shows(page, 'open')
    await page.getByRole('textbox', { name: 'Message' }).fill('how are you')
    await press(page, 'send()')

    const log = page.getByRole('region', { name: 'Messages' })
    await expect.poll(() => log.getByText('how are you').count(), POLL).toBe(2)
  })

  test('a socket is made and ended at run time', async () => {
    const page = await visit(browser)

    await press(page, '+ New socket', 'Make it')
    await shows(page, 'open')
    expect(await page.getByRole('radio', { name: 'room-1' }).isChecked()).toBe(true)
    await expect.poll(() => connections(page), POLL).toBe(3)
    await press(page, 'End “room-1”')

    await expect.poll(() => connections(page), POLL).toBe(2)
    expect(await page.getByRole('radio', { name: 'default' }).isChecked()).toBe(true)
  })

  test('language and theme are chosen, and kept', async () => {
    const page = await visit(browser)

    await page.getByText('中文').click()
    await page.getByText('深色').click()
    await page.reload()

    await page.getByRole('heading', { name: '发生了什么' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans')
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark')
    await page.getByText('English').click()
    await page.getByText('System').click()
  })

  test('the page fits into its width, and what changes with the status moves nothing', async () => {
    const page = await visit(browser)
    await timeline(page).getByText('Stable').waitFor()
    const before = await layouts(page)

    await press(page, 'Refuse connections', 'Kill the connection')
    await timeline(page).getByText('Waiting').first().waitFor()
    const after = await layouts(page)
    await press(page, 'Heal everything')

    expect(before.map(({ overflow }) => overflow)).toEqual([0, 0, 0])
    expect(after).toEqual(before)
  })

  test('the playground asks no one but its own server, and prints nothing', async () => {
    const asked = new Set<string>()
    const printed: string[] = []
    const page = await browser.context.newPage()
    watchConsole(page, NETWORK_LOSS)
    page.on('request', (request) => asked.add(new URL(request.url()).hostname))
    page.on('websocket', (socket) => asked.add(new URL(socket.url()).hostname))
    page.on('console', (message) => printed.push(message.text()))

    await page.goto(playground.url)
    await shows(page, 'open')
    await page.getByText(/Ping, and a pong \d+ ms later/).waitFor()

    expect([...asked].filter((host) => host !== '127.0.0.1' && host !== '')).toEqual([])
    expect(asked).toContain('127.0.0.1')
    expect(printed).toEqual([])
  })
})

/** How many columns of the strip reach into its upper half. */
function peaks(page: Page): Promise<number> {
  return page.evaluate(() => {
    const strip = document.querySelector<HTMLCanvasElement>('.strip canvas')!
    const { width, height } = strip
    // A copy, made to be read: reading the strip itself would slow it down.
    const copy = Object.assign(document.createElement('canvas'), { width, height })
    const context = copy.getContext('2d', { willReadFrequently: true })!
    context.drawImage(strip, 0, 0)
    const { data } = context.getImageData(0, 0, width, Math.floor(height / 2))
    const columns = new Set<number>()
    for (let at = 3; at < data.length; at += 4)
      if (data[at]! > 200) columns.add(((at - 3) / 4) % width)
    return columns.size
  })
}

/** How far the page is too wide, and where its panels begin, at the widths it is made for. */
async function layouts(page: Page): Promise<{ overflow: number; top: number }[]> {
  const found = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    const top = await page.locator('main').evaluate((main) => main.getBoundingClientRect().top)
    const scrolled = await page.evaluate(() => scrollY)
    found.push({ overflow: await overflow(page), top: Math.round(top + scrolled) })
  }
  return found
}

async function connections(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const response = await fetch('/api/state')
    const { connections: count } = (await response.json()) as { connections: number }
    return count
  })
}
