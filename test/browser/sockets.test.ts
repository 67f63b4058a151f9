import { describe, expect, test } from 'vitest'
import type { FeedServer } from '../../playground/server/feed-server.ts'
import { NETWORK_LOSS } from './support/console.ts'
import { openSuite } from './support/suite.ts'
import type { TestBrowser } from './support/test-browsers.ts'
import { QUICK, startServer, visit, type Visit } from './support/visit.ts'

const { site, browsers } = await openSuite()

/** Opens the page with two sockets. */
async function visitBoth(browser: TestBrowser, expected = NETWORK_LOSS) {
  const server = await startServer()
  const sockets = { feed: { url: server.url }, echo: { url: server.echoUrl } }
  const visitor = await visit(browser, site, { defaults: QUICK, sockets }, expected)
  await visitor.shows('status', 'open', 'feed')
  await visitor.shows('status', 'open', 'echo')
  return { server, visitor }
}

type Disturbance = (visitor: Visit, server: FeedServer) => void | Promise<void>

const DISTURBANCES: [name: string, disturb: Disturbance][] = [
  ['a killed connection', (_visitor, server) => server.kill()],
  [
    'a restart of the server',
    async (visitor, server) => {
      await server.stop()
      await visitor.change('reconnecting', 'feed')
      await server.start()
    },
  ],
  [
    'going offline and back',
    async (visitor, server) => {
      await visitor.setOffline(true)
      server.kill()
      await visitor.change('suspended', 'feed')
      await visitor.setOffline(false)
    },
  ],
  [
    'hiding and showing the page',
    async (visitor, server) => {
      const show = await visitor.hide()
      server.kill()
      await show()
    },
  ],
  [
    'a download',
    async (visitor, server) => {
      await visitor.download()
      server.kill()
    },
  ],
]

describe.each(browsers)('$name', (browser) => {
  test('keeps two sockets open at once', async () => {
    const { visitor } = await visitBoth(browser, [])

    await visitor.page.evaluate(() => window.harness.sockets.echo!.send({ to: 'myself' }))

    await visitor.shows('message', /"to": "myself"/, 'echo')
    await visitor.shows('message', /"type": "metrics"/, 'feed')
  })

  test('brings two sockets back', async () => {
    const { server, visitor } = await visitBoth(browser)

    server.kill()
    await visitor.change('reconnecting', 'feed')
    await visitor.change('reconnecting', 'echo')

    await visitor.shows('status', 'open', 'feed')
    await visitor.shows('status', 'open', 'echo')
    await visitor.hears('feed')
  })

  // The other socket goes through the same and comes back, which shows that the closed one had
  // reason and time to.
  test.each(DISTURBANCES)('a closed socket stays closed through %s', async (_name, disturb) => {
    const { server, visitor } = await visitBoth(browser)
    await visitor.page.evaluate(() => window.harness.sockets.echo!.close())
    await visitor.shows('status', 'closed', 'echo')

    await disturb(visitor, server)
    await visitor.attempts(2, '/feed')
    await visitor.shows('status', 'open', 'feed')
    await visitor.shows('attempts', '0', 'feed')

    expect(await visitor.shown('status', 'echo')).toBe('closed')
    expect(await visitor.natives('/echo')).toHaveLength(1)
  })

  test('a socket that is closed while it attempts stays closed', async () => {
    const { server, visitor } = await visitBoth(browser)
    server.set({ handshakeDelay: 600_000 })
    server.kill()
    await visitor.attempts(2, '/echo')
    await visitor.page.evaluate(() => window.harness.sockets.echo!.close())
    const attempted = (await visitor.natives('/echo')).length

    server.set({ handshakeDelay: 0 })
    await visitor.shows('status', 'open', 'feed')
    await visitor.shows('attempts', '0', 'feed')

    expect(await visitor.shown('status', 'echo')).toBe('closed')
    expect(await visitor.natives('/echo')).toHaveLength(attempted)
  })
})
