import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from './support/axe.ts'
import { isOpen, keepChoices, openAt, openPlaygroundSuite } from './support/playground-suite.ts'

const { playground, browsers } = await openPlaygroundSuite(['chromium'])

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

interface Reader {
  language?: string
  theme?: string
  /** `reduce`: things should stay where they are. */
  motion?: 'reduce' | 'no-preference'
}

/** All looks, at all widths, are seen to by `playground-looks.nightly.ts`. */
const LOOKS: Reader[] = [
  { language: 'en', theme: 'light' },
  { language: 'zh', theme: 'dark' },
]

describe.each(browsers)('the playground, in $name', (browser) => {
  const open = (reader: Reader, search = ''): Promise<Page> => {
    const { language = 'en', theme = 'light', motion = 'reduce' } = reader
    return openAt(browser, playground.url + search, async (page) => {
      await page.emulateMedia({ reducedMotion: motion })
      await keepChoices(page, { language, theme })
      await page.addInitScript(countMovements)
    })
  }

  /** Opens the usual page, and waits until all of it is there. */
  async function visit(reader: Reader): Promise<Page> {
    const page = await open(reader)
    await isOpen(page)
    // The last of the panels that come late.
    await page.locator('#options .panel').waitFor()
    return page
  }

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
