import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { BROWSERS, candidates, launch } from '../../scripts/find-browsers.js'
import { watchConsole } from './support/console.ts'
import { openDocumentation, type Documentation } from './support/documentation.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const PAGES = [
  '',
  'getting-started',
  'comparison',
  'live',
  'coming-from/partysocket',
  'api/vue-heartbeat-socket',
  'errors/C0001',
  'zh/getting-started',
]
const WIDTHS = [360, 768, 1440]
const THEMES = ['light', 'dark'] as const

/** What web.dev calls a good page shifts by less than 0.1; ours only by its fonts. */
const MAX_SHIFT = 0.05

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
    const context = await browser.newContext(options)
    onTestFinished(() => context.close())
    const page = await context.newPage()
    watchConsole(page, [])
    await page.addInitScript(sumShifts)
    await page.goto(documentation.url + path, { waitUntil: 'networkidle' })
    return page
  }

  it.each(PAGES)('/%s fits, stays in place and is accessible', async (path) => {
    for (const width of WIDTHS) {
      for (const colorScheme of THEMES) {
        const page = await visit(path, { viewport: { width, height: 900 }, colorScheme })

        const at = `at ${width} px, ${colorScheme}`
        expect(await page.evaluate(overflow), `${at}: scrolls sideways`).toBe(0)
        expect(await page.evaluate(shift), `${at}: shifts`).toBeLessThan(MAX_SHIFT)
        expect(await violations(page), at).toEqual([])
      }
    }
  })

  it.each(PAGES)('/%s can be read without JavaScript', async (path) => {
    const page = await visit(path, { javaScriptEnabled: false })

    expect((await page.locator('h1').first().innerText()).length).toBeGreaterThan(5)
    expect((await page.locator('#app').innerText()).length).toBeGreaterThan(500)
  })
})

/** What is wrong, and with which elements. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const results = await page.evaluate(() =>
    (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      resultTypes: ['violations'],
    }),
  )
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Runs in the page; Firefox doesn't count shifts. */
function sumShifts(): void {
  const counted = Object.assign(window, { shifts: 0 })
  if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) counted.shifts += (entry as any).value
  }).observe({ type: 'layout-shift', buffered: true })
}

const shift = (): number => (window as unknown as { shifts: number }).shifts

const overflow = (): number => {
  const { scrollWidth, clientWidth } = document.documentElement
  return scrollWidth - clientWidth
}
