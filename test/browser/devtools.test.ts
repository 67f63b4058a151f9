import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { devtools } from '../../playground/devtools.ts'
import { launch } from '../../scripts/find-browsers.js'
import { NETWORK_LOSS, watchConsole } from './support/console.ts'
import { openDevelopedPlayground, type Playground } from './support/playground.ts'
import { POLL } from './support/visit.ts'

const OWN = '/custom-inspector-tab-view/vue-heartbeat-socket'
const PINIA = '/pinia'

let playground: Playground
let browser: Browser

beforeAll(async () => {
  // In `test` Pinia keeps away from devtools.
  vi.stubEnv('NODE_ENV', 'development')
  playground = await openDevelopedPlayground([devtools()])
  const launched = await launch('chromium')
  if ('problem' in launched) throw new Error(`Chromium doesn't work here: ${launched.problem}`)
  browser = launched.browser
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await browser?.close()
  await playground?.close()
})

/** Steers the feed's server. */
async function control(name: string, body: object = {}): Promise<void> {
  const answer = await fetch(`${playground.url}api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.ok, await answer.text()).toBe(true)
}

/** The devtools in the playground's page. */
class Panel {
  readonly page: Page
  readonly #frame: Frame

  constructor(page: Page, frame: Frame) {
    this.page = page
    this.#frame = frame
  }

  /** Opens the page, and in it the devtools. */
  static async open(): Promise<Panel> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } })
    watchConsole(page, NETWORK_LOSS)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    onTestFinished(() => {
      const others = asked.filter(
        (url) => url.startsWith('http') && !url.startsWith(playground.url),
      )
      expect(others).toEqual([])
    })
    await page.goto(`${playground.url}?devtools`)
    await page.getByLabel('Toggle devtools panel').waitFor({ state: 'attached' })
    await page.keyboard.press('Alt+Shift+KeyD')
    const iframe = await page.waitForSelector('iframe[src*="__devtools__"]')
    return new Panel(page, (await iframe.contentFrame())!)
  }

  async choose(tab: string): Promise<void> {
    await this.#frame.locator(`a[href$="${tab}"]`).click()
  }

  /** Chooses a node of the tree. */
  async select(name: string): Promise<void> {
    await this.#node(name).click()
  }

  /** What a node says behind its name. */
  async tags(name: string): Promise<string[]> {
    const texts = await this.#node(name).locator('span').allTextContents()
    return texts.slice(texts.lastIndexOf(name) + 1)
  }

  async hasTag(name: string, tag: string): Promise<void> {
    await expect.poll(() => this.tags(name), POLL).toContain(tag)
  }

  /** Waits until the state has a line like this: `status:open`. */
  async shows(line: RegExp): Promise<void> {
    await expect.poll(() => this.#lines(), POLL).toContainEqual(expect.stringMatching(line))
  }

  /** Presses a button of the node: they have icons and no names. */
  async press(number: number): Promise<void> {
    const bars = this.#frame.locator('.gap-2:has(> .v-popper--has-tooltip)')
    await bars.last().locator('.v-popper--has-tooltip').nth(number).click()
  }

  async #lines(): Promise<string[]> {
    const texts = await this.#frame.locator('.font-state-field').allTextContents()
    return texts.map((text) => text.replaceAll(/\s/g, ' '))
  }

  #node(name: string) {
    const label = this.#frame.getByText(name, { exact: true })
    return this.#frame.locator('div.group').filter({ has: label })
  }
}

const [RECONNECT, DROP, CLOSE] = [0, 1, 2]

test('the panel shows what becomes of a socket, and steers it', async () => {
  const panel = await Panel.open()
  await panel.choose(OWN)
  await panel.hasTag('heartbeat-socket', 'open')
  await panel.shows(/^status:open$/)

  await control('stop')
  await panel.hasTag('heartbeat-socket', 'reconnecting')
  await panel.shows(/^status:reconnecting$/)
  await control('start')

  await panel.press(CLOSE)
  await panel.hasTag('heartbeat-socket', 'closed')
  await panel.press(RECONNECT)
  await panel.hasTag('heartbeat-socket', 'open')
  await panel.press(DROP)
  await panel.shows(/network: 1006, not clean$/)
  await panel.hasTag('heartbeat-socket', 'open')
})

test('a flood neither hides what goes on nor stops the page', async () => {
  const panel = await Panel.open()
  onTestFinished(() => control('set', { flood: 0 }))
  const counted = async () => Number((await panel.tags('heartbeat-socket'))[1]?.split(' ')[1])
  await panel.choose(OWN)
  await panel.hasTag('heartbeat-socket', 'open')

  await control('set', { flood: 2_000 })
  for (const messages of [2_000, 4_000, 6_000]) {
    await expect.poll(counted, POLL).toBeGreaterThan(messages)
  }
  await panel.shows(/^received:\d{4,}$/)
  await panel.choose(PINIA)
  await panel.select('heartbeat-socket')
  await panel.shows(/^status:open$/)
  const asked = Date.now()
  for (let frames = 0; frames < 10; frames++) {
    await panel.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }

  expect(Date.now() - asked).toBeLessThan(10_000)
})

test("Pinia's inspector shows the store", async () => {
  const panel = await Panel.open()
  await panel.choose(PINIA)
  await panel.select('heartbeat-socket')

  await panel.shows(/^status:open$/)
  await panel.shows(/^isOpen:true/)
  await panel.shows(/^received:[1-9]/)
  await control('stop')
  onTestFinished(() => control('start'))
  await panel.shows(/^status:reconnecting$/)
})
