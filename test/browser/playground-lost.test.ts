import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { laneIds, type LaneId } from '../../playground/src/tour/lanes/lane.ts'
import { openPlayground } from './support/playground.ts'
import { openBrowsers, type TestBrowser } from './support/test-browsers.ts'

/** The clients' heartbeat and delay take so much of their time. */
const PACE = 0.6

const POLL = { timeout: 20_000, interval: 100 }

const playground = await openPlayground()
const browsers = await openBrowsers()

afterAll(() => Promise.all([playground, ...browsers].map((each) => each.close())))

async function openPanel({ context }: TestBrowser, name: string): Promise<Panel> {
  const page = await context.newPage()
  // Its faults are the whole server's, and its language is kept.
  onTestFinished(async () => {
    await page.evaluate(async () => {
      localStorage.clear()
      const headers = { 'content-type': 'application/json' }
      await fetch('/api/heal', { method: 'POST', headers })
    })
    await page.close()
  })
  await page.goto(`${playground.url}?tour-pace=${PACE}`)
  return new Panel(page, page.getByRole('region', { name }))
}

class Panel {
  readonly page: Page
  readonly region: Locator

  constructor(page: Page, region: Locator) {
    this.page = page
    this.region = region
  }

  press(name: string): Promise<void> {
    return this.region.getByRole('button', { name, exact: true }).click()
  }

  async figure(row: string, lane: LaneId): Promise<number> {
    const text = await this.region.locator(`[data-row="${row}"] [data-lane="${lane}"]`).innerText()
    return Number(text.replace(/\D/g, ''))
  }

  /** Waits until each client has sent that many messages more. */
  async sends(more: number): Promise<void> {
    const before = await this.figure('sent', 'ours')
    await expect.poll(() => this.figure('sent', 'ours'), POLL).toBeGreaterThanOrEqual(before + more)
  }

  /** Starts, makes the links half-open once messages flow, and counts up when they flow again. */
  async countThroughBreak(): Promise<void> {
    await this.press('Start counting')
    await this.sends(10)
    await this.press('Make the links half-open')
    await this.sends(50)
    await this.press('Stop and count up')
    await this.region.getByRole('button', { name: 'Start counting' }).waitFor({ timeout: 20_000 })
  }
}

describe.each(browsers)('the count of lost messages, in $name', (browser) => {
  test('shows that this library reports what is lost, and that the others do not', async () => {
    const panel = await openPanel(browser, 'Lost messages')

    await panel.countThroughBreak()

    expect(await panel.figure('lost', 'ours')).toBeGreaterThan(0)
    expect(await panel.figure('untold', 'ours')).toBe(0)
    for (const lane of ['vueuse', 'bare'] as const) {
      expect(await panel.figure('lost', lane)).toBeGreaterThan(0)
      expect(await panel.figure('untold', lane)).toBe(await panel.figure('lost', lane))
    }
  })

  test('adds up', async () => {
    const panel = await openPanel(browser, 'Lost messages')

    await panel.countThroughBreak()

    for (const lane of laneIds) {
      const [sent, ...parts] = await Promise.all(
        ['sent', 'arrived', 'held', 'lost'].map((row) => panel.figure(row, lane)),
      )
      expect(parts.reduce((sum, part) => sum + part)).toBe(sent)
    }
  })

  test('shows that nothing is lost with `outbox.resend`', async () => {
    const panel = await openPanel(browser, 'Lost messages')
    await panel.region.getByRole('checkbox').check()

    await panel.countThroughBreak()

    expect(await panel.figure('lost', 'ours')).toBe(0)
    expect(await panel.figure('arrived', 'ours')).toBe(await panel.figure('sent', 'ours'))
  })

  test('speaks Chinese', async () => {
    const panel = await openPanel(browser, '丢失的消息')
    await panel.page.getByText('中文').click()

    await panel.press('开始清点')

    await expect.poll(() => panel.figure('sent', 'ours'), POLL).toBeGreaterThan(0)
    expect(await panel.region.innerText()).toContain('丢失且没有提示')
  })
})
