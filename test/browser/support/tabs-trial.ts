import type { AddressInfo } from 'node:net'
import type { Frame, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import type { TabJournal } from '../page/tabs.ts'
import { NETWORK_LOSS, watchConsole } from './console.ts'
import type { Site } from './site.ts'
import type { TestBrowser } from './test-browsers.ts'
import { POLL, QUICK } from './visit.ts'

/** Ms from one number of the server to the next. */
const PACE = 20

/** A server that counts, and sends rising numbers to all that have said hello. */
export async function startCounter() {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => wss.once('listening', resolve))
  const counted = { connections: 0, handshakes: 0, pings: 0, received: [] as unknown[] }
  const welcome = new Set<WebSocket>()
  let number = 0
  wss.on('connection', (socket) => {
    counted.connections++
    socket.on('error', () => {})
    socket.on('close', () => welcome.delete(socket))
    socket.on('message', (data) => take(socket, String(data)))
  })
  function take(socket: WebSocket, text: string): void {
    if (text === 'ping') {
      counted.pings++
      socket.send('pong')
      return
    }
    const message = JSON.parse(text)
    if (message.hello === undefined) return void counted.received.push(message)
    counted.handshakes++
    welcome.add(socket)
    socket.send(JSON.stringify({ welcome: true }))
  }
  const broadcast = () => {
    number++
    for (const socket of welcome) socket.send(JSON.stringify({ number }))
  }
  let feed: NodeJS.Timeout | undefined
  onTestFinished(async () => {
    clearInterval(feed)
    for (const socket of wss.clients) socket.terminate()
    await new Promise((resolve) => wss.close(resolve))
  })
  return {
    url: `ws://127.0.0.1:${(wss.address() as AddressInfo).port}/numbers`,
    counted,
    /** Links that are open now. */
    links: () => wss.clients.size,
    startFeed: () => void (feed ??= setInterval(broadcast, PACE)),
    stopFeed() {
      clearInterval(feed)
      feed = undefined
    },
  }
}

/** A page that is one of several tabs, or a frame in one. */
export class TabPage {
  readonly page: Page
  readonly #frame: Frame

  constructor(page: Page, frame: Frame = page.mainFrame()) {
    this.page = page
    this.#frame = frame
  }

  read(): Promise<TabJournal> {
    return this.#frame.evaluate(() => window.readTab())
  }

  send(data: unknown): Promise<string> {
    return this.#frame.evaluate((message) => window.sendFromTab(message), data)
  }

  async reaches(what: string, isReached: (journal: TabJournal) => boolean): Promise<TabJournal> {
    await expect
      .poll(async () => isReached(await this.read()), { ...POLL, message: what })
      .toBe(true)
    return this.read()
  }
}

/** Opens a tab of the test page. */
export async function openTab(
  { context }: Pick<TestBrowser, 'context'>,
  site: Pick<Site, 'url'>,
  options: Record<string, unknown>,
): Promise<TabPage> {
  const page = await context.newPage()
  watchConsole(page, NETWORK_LOSS)
  await page.goto(tabAddress(site, options))
  return whenOpen(new TabPage(page))
}

/** Opens the test page of one site in a frame of another site's page. */
export async function openFrame(
  { context }: Pick<TestBrowser, 'context'>,
  around: Pick<Site, 'url'>,
  within: Pick<Site, 'url'>,
  options: Record<string, unknown>,
): Promise<TabPage> {
  const page = await context.newPage()
  watchConsole(page, NETWORK_LOSS)
  // Of other sites' frames it may be denied, which the devtools that Pinia brings along don't survive.
  await page.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', { value: undefined }),
  )
  await page.goto(`${around.url}other.html`)
  const frame = await page.evaluateHandle(
    (address) => {
      const element = document.createElement('iframe')
      element.src = address
      return document.body.appendChild(element)
    },
    tabAddress(within, options),
  )
  return whenOpen(new TabPage(page, (await frame.contentFrame())!))
}

async function whenOpen(tab: TabPage): Promise<TabPage> {
  await tab.reaches('open', ({ status }) => status === 'open')
  return tab
}

/** Where a tab of the test page is. */
export function tabAddress({ url }: Pick<Site, 'url'>, options: Record<string, unknown>): string {
  const query = new URLSearchParams({ options: JSON.stringify({ ...QUICK, ...options }) })
  return `${url}tabs.html?${query}`
}

/** The one that leads, and the others. */
export async function split(tabs: readonly TabPage[]): Promise<[TabPage, TabPage[]]> {
  const journals = await Promise.all(tabs.map((tab) => tab.read()))
  const leads = journals.map(({ isLeader }) => isLeader)
  expect(leads.filter(Boolean), 'tabs that lead').toHaveLength(1)
  const at = leads.indexOf(true)
  return [tabs[at]!, tabs.filter((_, index) => index !== at)]
}

/** Expects what a tab was sent to be in order and without a message twice. */
export function expectRising(numbers: readonly number[]): void {
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
}
