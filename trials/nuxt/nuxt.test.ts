import { rmSync } from 'node:fs'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { ONE_BROWSER, startBrowser } from '../../test/browser/support/one-browser.ts'
import { examplesIn, problemsIn } from '../../test/house/support/examples.ts'
import { makeApp } from './support/make-app.ts'
import { startPriceFeed } from './support/price-feed.ts'
import { startApp } from './support/start-app.ts'

/** How long to wait for what must come. */
const POLL = { timeout: 20_000 }

let app: string

// The first time, it installs Nuxt.
beforeAll(async () => {
  app = await makeApp(inject('tarball'))
  return () => rmSync(app, { recursive: true })
}, 600_000)

describe("docs/nuxt.md's app", () => {
  it('type-checks', { timeout: 60_000 }, () => {
    expect(problemsIn(examplesIn('docs/nuxt.md', 'trials/nuxt'))).toEqual([])
  })

  it('is rendered on the server with idle sockets, and nothing is attempted or printed', async () => {
    const feed = await startPriceFeed()
    const server = await startApp(app, feed.url)

    const html = await (await fetch(server.address)).text()

    expect(html).toContain('<p id="status">idle</p><p id="price">41</p><p id="room">idle</p>')
    expect(await server.stop()).toBe('')
    expect(feed.attempted).toEqual([])
  })

  it.each(ONE_BROWSER)(
    'hydrates without a mismatch, opens its sockets and shows a message in %s',
    async (name) => {
      const feed = await startPriceFeed()
      const server = await startApp(app, feed.url)
      const page = await (await startBrowser(name)).newPage()
      const printed: string[] = []
      page.on('console', (message) => printed.push(message.text()))
      page.on('pageerror', ({ message }) => printed.push(message))

      await page.goto(server.address)

      const shown = (id: string) => expect.poll(() => page.locator(id).textContent(), POLL)
      await shown('#status').toBe('open')
      await shown('#price').toBe('42')
      await shown('#room').toBe('open')
      expect(printed).toEqual([])
      expect([...feed.attempted].sort()).toEqual(['/live', '/rooms/garden'])
      expect(await server.stop()).toBe('')
    },
  )
})
