import { describe, expect, test } from 'vitest'
import type { Faults } from '../../playground/server/faults.ts'
import { openSuite } from './support/suite.ts'
import { QUICK, visitFeed } from './support/visit.ts'

const { site, browsers } = await openSuite()
const { interval, timeout } = QUICK.heartbeat

const FAULTS: [name: string, faults: Partial<Faults>][] = [
  ['is half-open', { frozen: true }],
  ['has gone silent', { silent: true }],
]

describe.each(browsers)('$name', (browser) => {
  test.each(FAULTS)('finds a link that %s, though no close event comes', async (_name, faults) => {
    const { server, visitor } = await visitFeed(browser, site)
    await visitor.hears()

    server.set(faults)
    const found = await visitor.change('reconnecting')
    const [link] = await visitor.natives()

    expect(found.cause).toBe('heartbeat')
    expect(found.at - link!.heardAt!).toBeLessThan(interval + timeout + 1_000)
    expect(link!.closedAt ?? Infinity).toBeGreaterThanOrEqual(found.at)
  })

  test.each(FAULTS)('comes back from a link that %s', async (_name, faults) => {
    const { server, visitor } = await visitFeed(browser, site)

    server.set(faults)
    await visitor.change('reconnecting')
    server.set({ silent: false, frozen: false })

    await visitor.opens()
  })
})
