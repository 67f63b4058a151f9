import { describe, expect, test } from 'vitest'
import { NETWORK_LOSS } from './support/console.ts'
import { openSuite } from './support/suite.ts'
import { QUICK, startServer, visit, visitFeed } from './support/visit.ts'

const { site, browsers } = await openSuite()

describe.each(browsers)('$name', (browser) => {
  test('opens and shows the feed', async () => {
    const { visitor } = await visitFeed(browser, site, {}, [])

    await visitor.shows('message', /"type": "metrics"/)
    await visitor.hears()
  })

  test('counts no attempts once the link is stable', async () => {
    const { visitor } = await visitFeed(browser, site, {}, [])

    await visitor.shows('attempts', '0')
  })

  test('comes back after its connection was killed', async () => {
    const { server, visitor } = await visitFeed(browser, site)

    server.kill()

    await visitor.change('reconnecting')
    await visitor.opens()
    expect(server.accepted).toBe(2)
  })

  test('comes back when the server restarts', async () => {
    const { server, visitor } = await visitFeed(browser, site)

    await server.stop()
    await visitor.change('reconnecting')
    await server.start()

    await visitor.opens()
  })

  test('goes on connecting a server that drops it, and comes back', async () => {
    const { server, visitor } = await visitFeed(browser, site)

    server.set({ refuse: true })
    server.kill()
    await visitor.attempts(4)
    server.set({ refuse: false })

    await visitor.opens()
  })

  test('ends a handshake that no one answers at connectTimeout', async () => {
    const server = await startServer()
    server.set({ handshakeDelay: 600_000 })
    const connectTimeout = 700

    const options = { ...QUICK, connectTimeout, url: server.url }
    const visitor = await visit(browser, site, options, NETWORK_LOSS)
    const { at, cause } = await visitor.change('reconnecting')
    const [first] = await visitor.natives()

    expect(cause).toBe('connect-timeout')
    expect(at - first!.attemptedAt).toBeGreaterThan(connectTimeout - 10)
    expect(at - first!.attemptedAt).toBeLessThan(connectTimeout + 1_000)
    expect(first!.openedAt).toBeNull()

    server.set({ handshakeDelay: 0 })
    await visitor.shows('status', 'open')
  })
})
