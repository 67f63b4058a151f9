import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchOne } from '../../../bench/faults/measure/browsers.ts'
import { runLosses, type Losses, type LossesJob } from '../../../bench/faults/measure/run-losses.ts'
import { openSite } from '../../../bench/faults/support/site.ts'
import { BROWSERS, candidates } from '../../../scripts/find-browsers.js'

/**
 * Counts what becomes of the messages of this job in the browsers that are here, and tests what this
 * library promises. Returns what is counted, which is complete when the tests are over.
 */
export function testLosses(job: LossesJob): readonly Losses[] {
  const names = BROWSERS.filter((name) => candidates(name).length > 0)
  const all: Losses[] = []

  beforeAll(async () => {
    const site = await openSite()
    afterAll(() => site.close())
    const launched = await Promise.all(names.map(launchOne))
    afterAll(() => Promise.all(launched.map(({ browser }) => browser.close())))
    all.push(...(await runLosses(launched, site.url, job)))
  })

  describe.each(names)('%s', (browser) => {
    const of = (client: string) =>
      all.find((each) => each.browser === browser && each.client === client)

    test('gives each message one outcome: it has arrived, or is reported once', () => {
      const { sent, lost } = of('this package')!

      expect(sent).toBe(job.messages)
      expect(lost).toBeGreaterThan(0)
      expect(of('this package')).toMatchObject({ lostUntold: 0, toldAgain: 0, twice: 0 })
    })

    test('loses nothing with `outbox.resend`', () => {
      expect(of('this package, outbox.resend')).toMatchObject({
        arrived: job.messages,
        lost: 0,
        toldAgain: 0,
      })
    })
  })

  return all
}
