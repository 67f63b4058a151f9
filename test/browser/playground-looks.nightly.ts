import { describe, expect, test } from 'vitest'
import { violations } from './support/axe.ts'
import { overflow, WIDTHS } from './support/layout.ts'
import { keepChoices, openPlaygroundSuite, visitPlayground } from './support/playground-suite.ts'

const { playground, browsers } = await openPlaygroundSuite()

const LOOKS = ['en', 'zh'].flatMap((language) =>
  ['light', 'dark'].map((theme) => ({ language, theme })),
)

describe.each(browsers)('the playground, in $name', (browser) => {
  test.each(LOOKS)('fits each width, and is accessible, in $language, $theme', async (look) => {
    const page = await visitPlayground(browser, playground.url, (made) => keepChoices(made, look))
    await page.locator('#options .panel').waitFor()

    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })

      expect(await overflow(page), `at ${width} px: scrolls sideways`).toBe(0)
      expect(await violations(page), `at ${width} px`).toEqual([])
    }
  })
})
