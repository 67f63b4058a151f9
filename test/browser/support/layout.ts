import type { Page } from 'playwright-core'

/** The widths that pages are made for: a phone, a tablet, a screen. */
export const WIDTHS = [360, 768, 1440]

/** How far a page is wider than its window, in px. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })

/** Before the page is opened: begins to sum how far its layout shifts, which Firefox doesn't report. */
export const sumShifts = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const counted = Object.assign(window, { shifts: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        counted.shifts += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })

/** The sum so far, as `sumShifts` has begun it. */
export const shifts = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { shifts: number }).shifts)
