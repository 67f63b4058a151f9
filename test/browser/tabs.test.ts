import { describe, expect, test } from 'vitest'
import { openSuite } from './support/suite.ts'
import { expectRising, openTab, split, startCounter } from './support/tabs-trial.ts'

const { site, browsers } = await openSuite()

describe.each(browsers)('$name', (browser) => {
  test('three tabs have one connection, and go on when its tab is closed', async () => {
    const server = await startCounter()
    const options = { url: server.url, key: 'one' }
    const tabs = [
      await openTab(browser, site, options),
      await openTab(browser, site, options),
      await openTab(browser, site, options),
    ]
    server.startFeed()
    const [leader, others] = await split(tabs)
    for (const tab of tabs) await tab.reaches('messages', ({ numbers }) => numbers.length > 5)
    await others[0]!.send({ from: 'a follower' })

    expect(server.counted.connections).toBe(1)
    await leader.page.close()
    for (const tab of others) {
      await tab.reaches('the second opening', ({ openings }) => openings.length === 2)
      const { numbers } = await tab.read()
      await tab.reaches('messages', (now) => now.numbers.length > numbers.length + 5)
    }
    server.stopFeed()

    expect(server.counted).toMatchObject({ connections: 2, received: [{ from: 'a follower' }] })
    expect(server.links()).toBe(1)
    for (const tab of others) {
      const { numbers, openings, drops } = await tab.read()
      expectRising(numbers)
      expect(openings.map(({ reconnected }) => reconnected)).toEqual([false, true])
      // Sent, and not confirmed by a heartbeat before the link ended.
      for (const { reason } of drops) expect(reason).toBe('unconfirmed')
    }
    for (const tab of others) await tab.page.close()
  })

  test('a tab with another key, another version or no Web Locks has its own connection', async () => {
    const server = await startCounter()
    const options = { url: server.url, key: 'one' }

    const tabs = [
      await openTab(browser, site, options),
      await openTab(browser, site, options),
      await openTab(browser, site, { ...options, key: 'two' }),
      await openTab(browser, site, { ...options, wire: 99 }),
      await openTab(browser, site, { ...options, withoutLocks: true }),
    ]

    expect(server.counted).toMatchObject({ connections: 4, handshakes: 4 })
    expect(server.links()).toBe(4)
    for (const tab of tabs) await tab.page.close()
  })
})
