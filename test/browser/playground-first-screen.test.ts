import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { shifts, sumShifts } from './support/layout.ts'
import { openPlaygroundSuite, visitPlayground } from './support/playground-suite.ts'
import { POLL } from './support/visit.ts'

const { playground, browsers } = await openPlaygroundSuite(['chromium'])

const SCREENS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/** What web.dev calls a good page shifts by less than 0.1 in all. */
const MAX_SHIFT = 0.01

const toolbar = (page: Page): Locator => page.getByRole('toolbar', { name: 'Break it' })

const fault = (page: Page, name: string): Locator =>
  toolbar(page).getByRole('button', { name, exact: true })

/** Where it ends, in px from the top of the window. */
async function endOf(part: Locator): Promise<number> {
  const { y, height } = (await part.boundingBox())!
  return y + height
}

/** What describes the focused button, as screen readers have it. */
const description = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const id = document.activeElement!.getAttribute('aria-describedby')!
    return document.getElementById(id)!.textContent!
  })

describe.each(browsers)('the first screen, in $name', (browser) => {
  const visit = ({ width, height } = SCREENS[0]!): Promise<Page> =>
    visitPlayground(browser, playground.url, (page) => page.setViewportSize({ width, height }))

  test.each(SCREENS)('shows pulse, status and all faults at $width × $height', async (size) => {
    const page = await visit(size)
    const buttons = await toolbar(page).getByRole('button').all()
    const status = page.getByRole('region', { name: 'Status of the socket' })

    const ends = await Promise.all(
      [status, page.getByRole('region', { name: 'Pulse' }), ...buttons].map(endOf),
    )

    expect(buttons).toHaveLength(11)
    expect(Math.max(...ends)).toBeLessThanOrEqual(size.height)
  })

  test.each(SCREENS)('keeps the pulse in sight at $width × $height', async (size) => {
    const page = await visit(size)

    await page.getByRole('region', { name: 'Lost messages' }).scrollIntoViewIfNeeded()

    const pulse = (await page.getByRole('region', { name: 'Pulse' }).boundingBox())!
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(500)
    expect(pulse.y).toBeGreaterThanOrEqual(0)
  })

  test('explains a fault that is pointed at, and one that has the focus', async () => {
    const page = await visit()
    const about = (text: string) => page.getByText(text)

    await fault(page, 'Flood').hover()
    expect(await about('on top of the feed').isVisible()).toBe(true)
    await page.locator('h1').hover()
    await fault(page, 'Stop answering').focus()
    await page.keyboard.press('ArrowRight')

    expect(await about('on top of the feed').isVisible()).toBe(false)
    expect(await about('but nothing is read, sent or answered').isVisible()).toBe(true)
    expect(await description(page)).toContain('but nothing is read, sent or answered')
  })

  test('is reached by one Tab, and left by the next', async () => {
    const page = await visit()
    await fault(page, 'Slow line').focus()

    await page.keyboard.press('End')
    expect(await fault(page, 'Flood').evaluate((one) => one === document.activeElement)).toBe(true)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Tab')

    const inBar = await toolbar(page).evaluate((bar) => bar.contains(document.activeElement))
    expect(inBar).toBe(false)
  })

  test('takes an amount that fits, and says what is wrong with another', async () => {
    const page = await visit()
    const field = page.getByRole('textbox', { name: 'Slow line' })
    await fault(page, 'Slow line').focus()

    await field.fill('many')
    await page.getByRole('alert').getByText('A whole number').waitFor()
    await field.fill('200')
    await fault(page, 'Slow line').click()

    const isOn = () => fault(page, 'Slow line').getAttribute('aria-pressed')
    await expect.poll(isOn, POLL).toBe('true')
    await page.getByRole('button', { name: 'Heal everything' }).click()
    await expect.poll(isOn, POLL).toBe('false')
  })

  test('shifts nothing while it is made', async () => {
    const page = await visitPlayground(browser, playground.url, async (made) => {
      await made.setViewportSize(SCREENS[0]!)
      await sumShifts(made)
    })
    await page
      .getByText(/Ping, and a pong/)
      .first()
      .waitFor()
    await page.getByRole('region', { name: 'Options', exact: true }).waitFor()

    expect(await shifts(page)).toBeLessThan(MAX_SHIFT)
  })
})
