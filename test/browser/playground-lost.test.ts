import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { levelIds, type LevelId } from '../../playground/src/lost/levels.ts'
import { openPlaygroundSuite } from './support/playground-suite.ts'
import type { TestBrowser } from './support/test-browsers.ts'

/** The clients' heartbeat and delay take so much of their time. */
const PACE = 0.6

const POLL = { timeout: 20_000, interval: 100 }

const { playground, browsers } = await openPlaygroundSuite()

async function openPanel({ context }: TestBrowser, name: string): Promise<Panel> {
  const page = await context.newPage()
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

  /** Its faults are the whole server's, and its language is kept. */
  async close(): Promise<void> {
    await this.page.evaluate(async () => {
      localStorage.clear()
      const headers = { 'content-type': 'application/json' }
      await fetch('/api/heal', { method: 'POST', headers })
    })
    await this.page.close()
  }

  press(name: string): Promise<void> {
    return this.region.getByRole('button', { name, exact: true }).click()
  }

  async figure(row: string, level: LevelId): Promise<number> {
    const text = await this.region.locator(`[data-row="${row}"] [data-lane="${level}"]`).innerText()
    return Number(text.replace(/\D/g, ''))
  }

  /** Waits until each client has sent that many messages more. */
  async sends(more: number): Promise<void> {
    const before = await this.figure('sent', 'session')
    // In a hook there is no `expect.poll`.
    await vi.waitUntil(async () => (await this.figure('sent', 'session')) >= before + more, POLL)
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
  let panel: Panel
  const figures = (level: LevelId, ...rows: string[]): Promise<number[]> =>
    Promise.all(rows.map((row) => panel.figure(row, level)))

  beforeAll(async () => {
    panel = await openPanel(browser, 'Lost messages')
    await panel.countThroughBreak()
  })

  afterAll(() => panel.close())

  test('adds up', async () => {
    for (const level of levelIds) {
      const [sent, ...parts] = await figures(level, 'sent', 'arrived', 'held', 'lost')
      expect(parts.reduce((sum, part) => sum + part)).toBe(sent)
    }
  })

  test('shows that this library reports what is lost, and that a bare WebSocket does not', async () => {
    const [lost, untold] = await figures('reported', 'lost', 'untold')
    const [bareLost, bareUntold] = await figures('nothing', 'lost', 'untold')

    expect(lost).toBeGreaterThan(0)
    expect(untold).toBe(0)
    expect(bareLost).toBeGreaterThan(0)
    expect(bareUntold).toBe(bareLost)
  })

  test('shows that nothing is lost with `outbox.resend`', async () => {
    const [sent, arrived] = await figures('resent', 'sent', 'arrived')
    const [lost, resent] = await figures('resent', 'lost', 'resent')

    expect(lost).toBe(0)
    expect(arrived).toBe(sent)
    expect(resent).toBeGreaterThan(0)
  })

  test('shows that nothing is lost or handled twice with a session, and what was missed is replayed', async () => {
    const [sent, confirmed] = await figures('session', 'sent', 'confirmed')
    const [lost, again] = await figures('session', 'lost', 'again')
    const [resent, replayed] = await figures('session', 'resent', 'replayed')

    expect([lost, again]).toEqual([0, 0])
    expect(confirmed).toBe(sent)
    expect(resent).toBeGreaterThan(0)
    expect(replayed).toBeGreaterThan(0)
  })

  test('speaks Chinese', async () => {
    await panel.page.getByText('中文').click()

    const region = panel.page.getByRole('region', { name: '丢失的消息' })
    expect(await region.innerText()).toContain('丢失且没有提示')
  })
})
