import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { BROWSERS, candidates, launch } from '../../scripts/find-browsers.js'
import { violations } from './support/axe.ts'
import { watchConsole } from './support/console.ts'
import { openDocumentation, type Documentation } from './support/documentation.ts'
import { overflow, shifts, sumShifts, WIDTHS } from './support/layout.ts'

/** One of each kind. */
const PAGES = [
  '',
  'getting-started',
  'comparison',
  'live',
  'coming-from/partysocket',
  'api/vue-heartbeat-socket',
  'errors/C0001',
  'zh/',
  'zh/getting-started',
]

/** Where the switch of the theme stands in the head of the page, with a menu beside the text. */
const WIDEST = { width: 1440, height: 900 }
const NARROWEST = { width: 360, height: 780 }

/** What web.dev calls a good page shifts by less than 0.1; ours only by its fonts. */
const MAX_SHIFT = 0.05

/** Characters of a page, which are fewer in Chinese. */
const MIN_TEXT = 300

let documentation: Documentation

beforeAll(async () => {
  documentation = await openDocumentation()
}, 600_000)

afterAll(() => documentation.close())

describe.each(BROWSERS.filter((name) => candidates(name).length > 0))('in %s', (name) => {
  let browser: Browser

  beforeAll(async () => {
    const launched = await launch(name)
    if ('problem' in launched) throw new Error(launched.problem)
    browser = launched.browser
  })

  afterAll(() => browser.close())

  async function visit(path: string, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
    const context = await browser.newContext({ colorScheme: 'light', ...options })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    watchConsole(page, [])
    if (name === 'chromium') await sumShifts(page)
    await page.goto(documentation.url + path, { waitUntil: 'networkidle' })
    return page
  }

  it.each(PAGES)('/%s fits each width, in both themes', async (path) => {
    const page = await visit(path, { viewport: WIDEST })

    for (const isDark of [false, true]) {
      await page.setViewportSize(WIDEST)
      const theme = page.locator('.VPNavBarAppearance').getByRole('switch')
      if (isDark) await theme.click()
      expect(await theme.getAttribute('aria-checked')).toBe(String(isDark))
      for (const width of WIDTHS) {
        await page.setViewportSize({ ...WIDEST, width })
        const at = `at ${width} px, ${isDark ? 'dark' : 'light'}`
        expect(await overflow(page), `${at}: scrolls sideways`).toBe(0)
      }
    }
  })

  it.each(PAGES)('/%s can be read without JavaScript', async (path) => {
    const page = await visit(path, { javaScriptEnabled: false })

    expect((await page.locator('h1').first().innerText()).length).toBeGreaterThan(5)
    expect((await page.locator('#app').innerText()).length).toBeGreaterThan(MIN_TEXT)
  })

  /** Firefox doesn't report shifts, and axe would find the same there. */
  const sizes = name === 'chromium' ? [NARROWEST, WIDEST] : []
  const looks = sizes.flatMap((size) => PAGES.map((path) => [path, size.width, size] as const))

  it.each(looks)('/%s stays in place and is accessible at %i px', async (path, _, viewport) => {
    const page = await visit(path, { viewport })

    expect(await shifts(page)).toBeLessThan(MAX_SHIFT)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await violations(page), colorScheme).toEqual([])
    }
  })
})
