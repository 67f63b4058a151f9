import { describe, expect, test } from 'vitest'
import { lineOfTest } from './support/test-line.ts'
import { FOUND_WITHIN, OPEN_WITHIN } from './support/pace.ts'
import { openSuite, visit } from './support/suite.ts'

const RUNS = 20

const { site, browsers } = await openSuite()

describe.each(browsers)('$name', (browser) => {
  test(`finds a half-open link within ${FOUND_WITHIN} ms in ${RUNS} of ${RUNS} runs`, async () => {
    const { proxy } = await lineOfTest()
    const visitor = await visit(browser, site.url)
    const runs = Array.from({ length: RUNS }, (_, run) => `run ${run}`)
    for (const run of runs) await visitor.open(proxy.url, {}, run)

    const faultAt = Date.now()
    proxy.breakOpen({ swallow: ['up', 'down'] })
    const outcomes = await Promise.all(runs.map((run) => visitor.hears('hello', faultAt, run)))

    expect(await visitor.page.evaluate(() => document.visibilityState)).toBe('visible')
    const found = outcomes.filter(({ lostAt }) => lostAt! - faultAt <= FOUND_WITHIN)
    const open = outcomes.filter(({ heardAt }) => heardAt! - faultAt <= OPEN_WITHIN)
    expect(found).toHaveLength(RUNS)
    expect(open).toHaveLength(RUNS)
  })
})
