import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import type { TabJournal } from '../page/tabs.ts'
import { NETWORK_LOSS, watchConsole } from './console.ts'
import type { Site } from './site.ts'
import type { TestBrowser } from './test-browsers.ts'
import { POLL, QUICK } from './visit.ts'

/** Ms from one number of the server to the next. */
const PACE = 20

/** A server that counts, and sends rising numbers to all that are connected. */
export async function startCounter() {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => wss.once('listening', resolve))
  const counted = { connections: 0, pings: 0, received: [] as unknown[] }
  let number = 0
  wss.on('connection', (socket) => {
    counted.connections++
    socket.on('error', () => {})
    socket.on('message', (data) => {
      const text = String(data)
      if (text !== 'ping') counted.received.push(JSON.parse(text))
      else {
        counted.pings++
        socket.send('pong')
      }
    })
  })
  const broadcast = () => {
    number++
    for (const socket of wss.clients) socket.send(JSON.stringify({ number }))
  }
  let feed: NodeJS.Timeout | undefined
  onTestFinished(async () => {
    clearInterval(feed)
    for (const socket of wss.clients) socket.terminate()
    await new Promise((resolve) => wss.close(resolve))
  })
  return {
    url: `ws://127.0.0.1:${(wss.address() as AddressInfo).port}`,
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

/** A page that is one of several tabs. */
export class TabPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  read(): Promise<TabJournal> {
    return this.page.evaluate(() => window.readTab())
  }

  send(data: unknown): Promise<string> {
    return this.page.evaluate((message) => window.sendFromTab(message), data)
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
  { context }: TestBrowser,
  site: Site,
  options: Record<string, unknown>,
): Promise<TabPage> {
  const page = await context.newPage()
  watchConsole(page, NETWORK_LOSS)
  await page.goto(tabAddress(site, options))
  const tab = new TabPage(page)
  await tab.reaches('open', ({ status }) => status === 'open')
  return tab
}

function tabAddress(site: Site, options: Record<string, unknown>): string {
  const query = new URLSearchParams({ options: JSON.stringify({ ...QUICK, ...options }) })
  return `${site.url}tabs.html?${query}`
}

/** The one that leads, and the others. */
export async function split(tabs: readonly TabPage[]): Promise<[TabPage, TabPage[]]> {
  const journals = await Promise.all(tabs.map((tab) => tab.read()))
  const at = journals.findIndex(({ isLeader }) => isLeader)
  return [tabs[at]!, tabs.filter((_, index) => index !== at)]
}

/** Expects what a tab was sent to be in order and without a message twice. */
export function expectRising(numbers: readonly number[]): void {
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
}
