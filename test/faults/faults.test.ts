import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LAB_SCENARIOS } from './measure/lab-scenarios.ts'
import { runInLab } from './measure/lab.ts'
import type { Series } from './measure/samples.ts'
import type { FaultProxy } from './support/fault-proxy.ts'
import { lineOfTest } from './support/test-line.ts'
import { BACK_WITHIN, FOUND_WITHIN, OPEN_WITHIN, PACE } from './support/pace.ts'
import { openSuite, visit } from './support/suite.ts'
import type { TalkServer } from './support/talk-server.ts'
import { createTestLab } from './support/test-lab.ts'

const { site, browsers } = await openSuite()
const lab = createTestLab()
afterAll(() => lab?.remove())

/** Faults of the connections that are open; later ones are sound. */
const FAULTS: [name: string, breakIt: (proxy: FaultProxy, server: TalkServer) => void][] = [
  ['swallows both directions', (proxy) => proxy.breakOpen({ swallow: ['up', 'down'] })],
  ['swallows what the server says', (proxy) => proxy.breakOpen({ swallow: ['down'] })],
  ['swallows what the client says', (proxy) => proxy.breakOpen({ swallow: ['up'] })],
  ['resets the connection', (proxy) => proxy.reset()],
  [
    'cuts a message in two',
    (proxy, server) => {
      proxy.breakOpen({ cutAt: 1_000 })
      server.broadcast('x'.repeat(10_000))
    },
  ],
]

describe.each(browsers)('$name', (browser) => {
  test.each(FAULTS)(
    `is open again within ${OPEN_WITHIN} ms (2 s of them slack) where the network %s`,
    async (_name, breakIt) => {
      const { proxy, server } = await lineOfTest()
      const visitor = await visit(browser, site.url)
      await visitor.open(proxy.url)

      const faultAt = Date.now()
      breakIt(proxy, server)
      const { lostAt, heardAt } = await visitor.hears('hello', faultAt)

      expect(lostAt! - faultAt).toBeLessThanOrEqual(FOUND_WITHIN)
      expect(heardAt! - faultAt).toBeLessThanOrEqual(OPEN_WITHIN)
    },
  )

  test(`is open again within ${BACK_WITHIN} ms (1 s of them slack) of silent handshakes`, async () => {
    const { proxy } = await lineOfTest()
    const visitor = await visit(browser, site.url)
    await visitor.open(proxy.url)

    proxy.breakNew({ swallow: ['up', 'down'] })
    proxy.reset()
    await expect.poll(() => proxy.accepted, { timeout: 20_000 }).toBe(3)
    const healedAt = Date.now()
    proxy.breakNew({})
    const { heardAt } = await visitor.hears('hello', healedAt)

    expect(heardAt! - healedAt).toBeLessThanOrEqual(BACK_WITHIN)
  })

  test('keeps a link that is slow, but alive', async () => {
    const { proxy } = await lineOfTest()
    const visitor = await visit(browser, site.url)
    await visitor.open(proxy.url)

    proxy.breakOpen({ delay: PACE.timeout / 4 })
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
        `is open again within ${BACK_WITHIN} ms (1 s of them slack) of an outage: $name`,
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
