import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { ServerState } from '../../playground/server/api.ts'
import { NETWORK_LOSS } from './support/console.ts'
import { openPlaygroundSuite } from './support/playground-suite.ts'
import type { TestBrowser } from './support/test-browsers.ts'

/** Everything takes so much of its time. */
const PACE = 0.6

const { playground, browsers } = await openPlaygroundSuite(['chromium'])

async function openTour({ context }: TestBrowser): Promise<{ page: Page; tour: Locator }> {
  const page = await context.newPage()
  await page.goto(`${playground.url}?tour-pace=${PACE}`)
  return { page, tour: page.getByRole('region', { name: 'Guided tour' }) }
}

/** All that the page prints, but what browsers say of connections that fail. */
function printedBy(page: Page): string[] {
  const printed: string[] = []
  const note = (text: string): void => {
    if (!NETWORK_LOSS.some((line) => line.test(text))) printed.push(text)
  }
  page.on('console', (message) => note(message.text()))
  page.on('pageerror', (error) => note(error.message))
  return printed
}

const press = (tour: Locator, name: string): Promise<void> =>
  tour.getByRole('button', { name, exact: true }).click()

const stateOf = (page: Page): Promise<ServerState> =>
  page.evaluate(async () => (await fetch('/api/state')).json())

describe.each(browsers)('the guided tour, in $name', (browser) => {
  let page: Page
  let tour: Locator
  let printed: string[]
  const cell = (step: string, lane: string): Promise<string> =>
    tour.locator(`tr[data-step="${step}"] [data-lane="${lane}"]`).innerText()

  beforeAll(async () => {
    ;({ page, tour } = await openTour(browser))
    printed = printedBy(page)
    await press(tour, 'Play the tour')
    await tour.getByRole('button', { name: 'Play again' }).waitFor({ timeout: 90_000 })
  })

  afterAll(() => page.close())

  test.each(['plug', 'halfOpen', 'restart', 'lid'])(
    'shows that this library notices “%s” and comes back',
    async (step) => {
      const [noticed, back] = (await cell(step, 'ours')).split('\n')

      expect(noticed).toMatch(/^noticed after \d+\.\d\ss$/)
      expect(back).toMatch(/^back after \d+\.\d\ss$/)
    },
  )

  test('shows that this library leaves a flooded link alone', async () => {
    const [stayed, messages] = (await cell('flood', 'ours')).split('\n')

    expect(stayed).toBe('stayed open')
    expect(Number(messages?.replace(/\D/g, ''))).toBeGreaterThan(100)
  })

  test.each(['halfOpen', 'lid'])('shows that a bare WebSocket never notices “%s”', async (step) => {
    expect(await cell(step, 'bare')).toMatch(/^never noticed, in \d+\.\d\ss$/)
  })

  test('shows what VueUse makes of each fault', async () => {
    for (const step of ['plug', 'halfOpen', 'restart', 'lid']) {
      expect(await cell(step, 'vueuse')).toMatch(/^noticed after \d+\.\d\ss\n(back|not back)/)
    }
  })

  test('shows that this library loses no message without a word, and that a bare WebSocket does', async () => {
    const [, untold] = (await cell('lost', 'ours')).split('\n')
    const [lost, bareUntold] = (await cell('lost', 'bare')).split('\n')

    expect(untold).toBe('0 of them without a word')
    expect(Number.parseInt(lost!)).toBeGreaterThan(0)
    expect(bareUntold).toBe(`${Number.parseInt(lost!)} of them without a word`)
  })

  test('leaves the server healed and its own clients ended', async () => {
    const { running, faults, stranded, connections } = await stateOf(page)

    expect({ running, stranded, faults }).toEqual({
      running: true,
      stranded: 0,
      faults: {
        silent: false,
        frozen: false,
        refuse: false,
        handshakeDelay: 0,
        delay: 0,
        floodPage: null,
        flood: 0,
      },
    })
    // The page's own: the feed and the echo.
    expect(connections).toBe(2)
  })

  test('prints nothing', () => {
    expect(printed).toEqual([])
  })
})

describe.each(browsers)('the tour’s buttons, in $name', (browser) => {
  async function openPlaying(): Promise<{ page: Page; tour: Locator }> {
    const opened = await openTour(browser)
    onTestFinished(() => opened.page.close())
    await press(opened.tour, 'Play the tour')
    await opened.tour.getByText('The fault is on.').waitFor()
    return opened
  }

  test('stop heals at once', async () => {
    const { page, tour } = await openPlaying()
    expect((await stateOf(page)).faults.frozen).toBe(true)

    await press(tour, 'Stop')
    await tour.getByRole('button', { name: 'Play the tour' }).waitFor()

    expect((await stateOf(page)).faults.frozen).toBe(false)
  })

  test('next goes on to the next fault', async () => {
    const { tour } = await openPlaying()

    await press(tour, 'Next step')

    await tour.locator('[aria-current="step"]', { hasText: 'Half-open' }).waitFor()
  })
})
