import { describe, test } from 'vitest'
import { runSession } from './support/session-trial.ts'
import { openSuite } from './support/suite.ts'

const { site, browsers } = await openSuite()

describe.each(browsers)('$name', (browser) => {
  test('a session loses and doubles nothing over 5 links that break', async () => {
    await runSession(browser, site, 5, 200)
  })
})
