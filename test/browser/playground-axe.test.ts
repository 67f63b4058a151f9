import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { NETWORK_LOSS, watchConsole } from './support/console.ts'
import { openPlayground } from './support/playground.ts'
import { openBrowser } from './support/test-browsers.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const playground = await openPlayground()
const chromium = await openBrowser('chromium')

afterAll(() => Promise.all([playground.close(), chromium?.close()]))

interface Reader {
  language?: string
  theme?: string
  /** `reduce`: things should stay where they are. */
  motion?: 'reduce' | 'no-preference'
}

async function open(
  { language = 'en', theme = 'light', motion = 'reduce' }: Reader,
  search = '',
): Promise<Page> {
  const page = await chromium!.context.newPage()
  watchConsole(page, NETWORK_LOSS)
  await page.emulateMedia({ reducedMotion: motion })
  await page.addInitScript(
    (choices) => {
      for (const [key, choice] of Object.entries(choices)) localStorage.setItem(key, choice)
    },
    { 'playground-language': language, 'playground-theme': theme },
  )
  await page.addInitScript(countMovements)
  await page.goto(playground.url + search)
  return page
}

/** Opens the usual page, and waits until all of it is there. */
async function visit(reader: Reader): Promise<Page> {
  const page = await open(reader)
  await isOpen(page)
  // The last of the panels that come late.
  await page.locator('#options .panel').waitFor()
  return page
}

const isOpen = (page: Page) => page.locator('.badge', { hasText: 'open' }).waitFor()

/** What is wrong, and with which elements. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const options: RunOptions = { resultTypes: ['violations'] }
  const results: AxeResults = await page.evaluate(
    (given) => (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, given),
    options,
  )
  expect(results.passes.length).toBeGreaterThan(20)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
}

/** How much has begun to move while the socket lost its link and got another. */
async function movements(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'reconnect()' }).click()
  await page.getByText('Open again').first().waitFor()
  await isOpen(page)
  await page
    .getByText(/Ping, and a pong/)
    .first()
    .waitFor()
  return page.evaluate(() => (window as unknown as { movements: number }).movements)
}

/** Runs in the page. */
function countMovements(): void {
  const counted = Object.assign(window, { movements: 0 })
  const count = () => void counted.movements++
  document.addEventListener('animationstart', count)
  document.addEventListener('transitionrun', count)
  const { animate } = Element.prototype
  Element.prototype.animate = function (...args) {
    count()
    return animate.apply(this, args)
  }
}

const LOOKS: Reader[] = [
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'zh', theme: 'light' },
  { language: 'zh', theme: 'dark' },
]

describe.skipIf(chromium === null)('the playground', () => {
  test.each(LOOKS)('gives axe nothing to say in $language, $theme', async (look) => {
    const page = await visit(look)

    expect(await violations(page)).toEqual([])
  })

  test.each(['light', 'dark'])(
    'gives axe nothing to say with several tabs, in %s',
    async (theme) => {
      const page = await open({ theme }, '?tabs')
      await page.getByText('and it leads').waitFor()

      expect(await violations(page)).toEqual([])
    },
  )

  test('would hear of it from axe', async () => {
    const page = await visit({})

    await page.evaluate(() => {
      document.querySelector('h1')!.style.color = '#ddd'
    })

    expect((await violations(page)).join()).toContain('color-contrast')
  })

  test('keeps still for those who want that', async () => {
    const page = await visit({ motion: 'reduce' })

    expect(await movements(page)).toBe(0)
  })

  test('moves for others', async () => {
    const page = await visit({ motion: 'no-preference' })

    expect(await movements(page)).toBeGreaterThan(0)
  })
})
