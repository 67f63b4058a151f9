import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestBrowser } from '../browser/support/test-browsers.ts'
import { untilFresh } from '../../bench/faults/measure/client-page.ts'
import { LAB_SCENARIOS } from '../../bench/faults/measure/lab-scenarios.ts'
import { runInLab } from '../../bench/faults/measure/lab.ts'
import type { Series } from '../../bench/faults/measure/samples.ts'
import type { Direction } from '../../bench/faults/support/flow.ts'
import type { Line } from '../../bench/faults/support/line.ts'
import { lineOfTest } from './support/test-line.ts'
import { BACK_WITHIN, FOUND_WITHIN, PACE } from '../../bench/faults/support/pace.ts'
import { openSuite, visit } from './support/suite.ts'
import { createTestLab } from './support/test-lab.ts'

const { site, browsers } = await openSuite()
const lab = createTestLab()
afterAll(() => lab?.remove())

const RUNS = 20

/**
 * Has that many links swallowed, and says after how many ms each was found dead and replaced; `null`
 * if some were not open just then, on a busy machine.
 */
async function loseSilently(browser: TestBrowser, swallow: Direction[]) {
  const { proxy } = await lineOfTest()
  const visitor = await visit(browser, site.url)
  const runs = Array.from({ length: RUNS }, (_, run) => `run ${run}`)
  for (const run of runs) await visitor.open(proxy.url, {}, run)

  const faultAt = Date.now()
  proxy.breakOpen({ swallow })
  const outcomes = await Promise.all(runs.map((run) => visitor.hears('hello', faultAt, run)))

  expect(await visitor.page.evaluate(() => document.visibilityState)).toBe('visible')
  const found = outcomes.flatMap(({ lostAt }) => (lostAt === null ? [] : [lostAt - faultAt]))
  const back = outcomes.map(({ heardAt }) => heardAt! - faultAt)
  return found.length === RUNS ? { found, back } : null
}

/** Faults that no browser notices by itself. */
const SILENT: [name: string, swallow: Direction[]][] = [
  ['nothing comes through in either direction', ['up', 'down']],
  ["only the server's words are lost", ['down']],
  ["only the client's words are lost", ['up']],
]

/** Faults that a browser reports. */
const TOLD: [name: string, breakIt: (line: Line) => void][] = [
  ['the connection is reset', ({ proxy }) => proxy.reset()],
  [
    'a message is cut in two',
    ({ proxy, server }) => {
      proxy.breakOpen({ cutAt: 1_000 })
      server.broadcast('x'.repeat(10_000))
    },
  ],
]

describe.each(browsers)('$name', (browser) => {
  test.each(SILENT)(
    `finds ${RUNS} of ${RUNS} links within ${FOUND_WITHIN} ms where %s`,
    async (_name, swallow) => {
      const { found, back } = await untilFresh(() => loseSilently(browser, swallow))

      expect(Math.max(...found)).toBeLessThanOrEqual(FOUND_WITHIN)
      expect(Math.max(...back)).toBeLessThanOrEqual(BACK_WITHIN)
    },
  )

  test.each(TOLD)('is open again where %s', async (_name, breakIt) => {
    const line = await lineOfTest()
    const visitor = await visit(browser, site.url)
    await visitor.open(line.proxy.url)

    const faultAt = Date.now()
    breakIt(line)
    const { losses, heardAt } = await visitor.hears('hello', faultAt)

    expect(losses).toBe(1)
    expect(heardAt! - faultAt).toBeLessThanOrEqual(BACK_WITHIN)
  })

  test('is open again after attempts that were accepted, but not answered', async () => {
    const { proxy } = await lineOfTest()
    const visitor = await visit(browser, site.url)
    await visitor.open(proxy.url)

    proxy.breakNew({ swallow: ['up', 'down'] })
    proxy.reset()
    await expect.poll(() => proxy.accepted, { timeout: 20_000 }).toBe(2)
    const healedAt = Date.now()
    proxy.breakNew({})
    const { heardAt } = await visitor.hears('hello', healedAt)

    expect(heardAt! - healedAt).toBeLessThanOrEqual(BACK_WITHIN)
  })

  test('keeps a link whose answers take longer than the interval', async () => {
    const { proxy } = await lineOfTest()
    const visitor = await visit(browser, site.url)
    const { interval } = PACE
    await visitor.open(proxy.url, { heartbeat: { interval, timeout: 20 * interval } })

    proxy.breakOpen({ delay: interval })
    await visitor.beats(3)

    expect(proxy.accepted).toBe(1)
  })
})

describe.each(lab ? [lab] : [])(
  'in a network of our own, where TCP itself is in the dark,',
  (own) => {
    const names = browsers.map(({ name }) => name)
    let series: Series[]

    beforeAll(async () => {
      const job = { browsers: names, clients: ['this package'] as const, pace: PACE }
      series = await runInLab(own, { ...job, outage: 2_000, rounds: 1 })
    })

    describe.each(names)('%s', (browser) => {
      test.each(LAB_SCENARIOS)(
        'finds the loss, and is open again after an outage: $name',
        ({ name }) => {
          const { samples } = series.find(
            (one) => one.scenario === name && one.browser === browser,
          )!

          expect(samples[0]!.foundAfter).toBeLessThanOrEqual(FOUND_WITHIN)
          expect(samples[0]!.openAfter).toBeLessThanOrEqual(BACK_WITHIN)
        },
      )
    })
  },
)
