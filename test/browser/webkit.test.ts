import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import type { FeedServer } from '../../playground/server/feed-server.ts'
import type { NativeRecord } from './page/harness.ts'
import { openSite } from './support/site.ts'
import { POLL, QUICK, startServer } from './support/visit.ts'
import { openWebKit, type WebKitPage } from './support/webkit.ts'

const site = await openSite()
const page = await openWebKit()
afterAll(async () => {
  await page?.close()
  await site.close()
})

const { interval, timeout } = QUICK.heartbeat
/** Retries so late that only a signal of the page can be what brings the socket back. */
const LATE = { ...QUICK.reconnect, maxDelay: 300_000 }

describe.each(page ? [page] : [])('WebKitGTK', (webkit: WebKitPage) => {
  /** The driver answers when a page is loaded, which may be before its modules have run. */
  async function visit(options: object): Promise<void> {
    await webkit.open(`${site.url}?${new URLSearchParams({ options: JSON.stringify(options) })}`)
    await expect.poll(() => webkit.evaluate(() => 'harness' in window), POLL).toBe(true)
  }

  const read = (field: string, name = 'default'): Promise<string> =>
    webkit.evaluate(
      (id, part) => document.querySelector(`#${id} .${part}`)?.textContent ?? '',
      name,
      field,
    )

  const shows = (field: string, text: string, name?: string): Promise<void> =>
    expect.poll(() => read(field, name), POLL).toContain(text)

  async function hears(name?: string): Promise<void> {
    const before = Number(await read('received', name))
    await expect
      .poll(async () => Number(await read('received', name)), POLL)
      .toBeGreaterThan(before)
  }

  const causes = (name = 'default'): Promise<(string | null)[]> =>
    webkit.evaluate((id) => window.harness.timelines[id]!.map(({ cause }) => cause), name)

  const natives = (): Promise<NativeRecord[]> => webkit.evaluate(() => window.harness.natives)

  async function visitOpen(options: object = {}): Promise<FeedServer> {
    const server = await startServer()
    await visit({ ...QUICK, ...options, url: server.url })
    await shows('status', 'open')
    await hears()
    return server
  }

  /** No command of WebDriver takes the network away; the page is made to believe it. */
  const setOnline = (isOnline: boolean): Promise<void> =>
    webkit.evaluate((online) => {
      Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => online })
      dispatchEvent(new Event(online ? 'online' : 'offline'))
    }, isOnline)

  test('opens and shows the feed', async () => {
    await visitOpen()

    await shows('message', '"type": "metrics"')
  })

  test('finds a half-open link, and is back before its native close has come', async () => {
    const server = await visitOpen()

    server.set({ frozen: true })
    await expect.poll(causes, POLL).toContain('heartbeat')
    const [link] = await natives()
    server.set({ frozen: false })

    const { found } = await webkit.evaluate(() => ({
      found: window.harness.timelines.default!.find(({ cause }) => cause === 'heartbeat')!.at,
    }))
    expect(found - link!.heardAt!).toBeLessThan(interval + timeout + 1_000)
    expect(link!.closedAt ?? Infinity).toBeGreaterThanOrEqual(found)
    await shows('status', 'open')
    await hears()
  })

  test('comes back after its connection was killed', async () => {
    const server = await visitOpen()

    server.kill()

    await expect.poll(async () => (await natives()).length, POLL).toBe(2)
    await shows('status', 'open')
    await hears()
  })

  test('sends its last words before close()', async () => {
    const heard: string[] = []
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    onTestFinished(() => server.close())
    server.on('connection', (link) => link.on('message', (data) => heard.push(String(data))))
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await visit({ ...QUICK, url: `ws://127.0.0.1:${port}/` })
    await shows('status', 'open')

    await webkit.evaluate(() => {
      const socket = window.harness.sockets.default!
      socket.send('last words')
      socket.close()
    })

    await expect.poll(() => heard, POLL).toContain('last words')
    await shows('status', 'closed')
  })

  test('waits while the page believes that it is offline, and comes back with the network', async () => {
    const server = await visitOpen({ reconnect: LATE })

    await setOnline(false)
    server.kill()
    await shows('status', 'suspended')
    await setOnline(true)

    await shows('status', 'open')
    await hears()
  })

  test('is alive again after a visit to another page', async () => {
    const server = await visitOpen()

    await webkit.open(`${site.url}other.html`)
    await expect.poll(() => server.connections, POLL).toBe(0)
    await webkit.back()

    await shows('status', 'open')
    await hears()
  })

  test('survives a download', async () => {
    await visitOpen()

    await webkit.evaluate(() => document.querySelector<HTMLElement>('[href="/download"]')!.click())
    await expect.poll(() => site.downloads, POLL).toBe(1)

    await shows('status', 'open')
    await hears()
  })

  test('keeps two sockets, and brings both back', async () => {
    const server = await startServer()
    const sockets = { feed: { url: server.url }, echo: { url: server.echoUrl } }
    await visit({ defaults: QUICK, sockets })
    for (const name of ['feed', 'echo']) await shows('status', 'open', name)

    server.kill()

    for (const name of ['feed', 'echo']) {
      await expect.poll(() => causes(name), POLL).toContain('network')
      await shows('status', 'open', name)
    }
    await hears('feed')
  })

  test('reconnects a ReconnectingWebSocket', async () => {
    const server = await startServer()
    await visit({ ...QUICK, url: server.url, autoConnect: false })
    await webkit.evaluate((url) => {
      const socket = new window.harness.ReconnectingWebSocket(url, null, { reconnectInterval: 100 })
      const story: string[] = []
      for (const type of ['connecting', 'open', 'close', 'error']) {
        socket.addEventListener(type, () => story.push(type))
      }
      Object.assign(window, { story })
    }, server.url)
    const story = (): Promise<unknown> => webkit.evaluate(() => Reflect.get(window, 'story'))
    await expect.poll(story, POLL).toEqual(['open'])

    server.kill()

    await expect.poll(story, POLL).toEqual(['open', 'error', 'connecting', 'close', 'open'])
  })
})
