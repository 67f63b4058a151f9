import { describe, test } from 'vitest'
import { runSession } from './support/session-trial.ts'
import { openSuite } from './support/suite.ts'

const { site, browsers } = await openSuite()

describe.each(browsers)('$name', (browser) => {
  test('a session loses and doubles nothing of 1 000 sends over 20 links that break', async () => {
    await runSession(browser, site, 20, 1_000)
  })
})
