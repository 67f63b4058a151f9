import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { createHeartbeatServer, memoryStore } from 'vue-heartbeat-socket/server'
import { WebSocketServer } from 'ws'
import { FaultProxy } from '../../../bench/faults/support/fault-proxy.ts'
import type { SessionJournal } from '../page/session.ts'
import { NETWORK_LOSS, watchConsole } from './console.ts'
import type { Site } from './site.ts'
import type { TestBrowser } from './test-browsers.ts'
import { POLL, QUICK } from './visit.ts'

type Fault = (proxy: FaultProxy) => void

/** What happens to the link, one after another. */
const FAULTS: readonly [name: string, fault: Fault][] = [
  ['cut in the midst of a message', (proxy) => proxy.breakOpen({ cutAt: 10 })],
  ['frozen', (proxy) => proxy.breakOpen({ swallow: ['up', 'down'] })],
  ['reset', (proxy) => proxy.reset()],
  ['frozen towards the page', (proxy) => proxy.breakOpen({ swallow: ['down'] })],
  [
    'reset, and the next one is cut in the midst of its replay',
    (proxy) => {
      // The answer to the upgrade and the welcome are shorter than this.
      proxy.breakNew({ cutAt: 300 })
      proxy.reset()
    },
  ],
]

/**
 * Ms until the network ends a frozen link, if the heartbeat has not: each death by heartbeat doubles
 * what the next links get.
 */
const FROZEN = 4_000

/** Ms from one message of the feed to the next. */
const FEED = 100

/** A server that keeps what it handles, the proxy in front of it, and the feed. */
async function startLine() {
  const live = createHeartbeatServer<{ save: number }, object>({
    store: memoryStore(),
    authenticate: () => ({ user: 'u1', channels: ['feed'] }),
    origins: () => true,
  })
  const handled: number[] = []
  live.on('message', ({ save }, { reply }) => {
    handled.push(save)
    reply({ saved: save })
  })
  const server = createServer()
  const wss = new WebSocketServer({ server, ...live.wsOptions })
  wss.on('connection', live.accept)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy = await FaultProxy.start((server.address() as AddressInfo).port)
  let published = 0
  const feed = setInterval(() => void live.publish('feed', { feed: ++published }), FEED)
  onTestFinished(async () => {
    clearInterval(feed)
    await proxy.close()
    for (const socket of wss.clients) socket.terminate()
    server.close()
  })
  return {
    proxy,
    handled,
    published: () => published,
    stopFeed: () => clearInterval(feed),
  }
}

/**
 * A page with a session sends, and is sent a feed, over a link that is broken again and again. Nothing
 * may be lost, doubled or out of order, in either direction, and each message has one end.
 */
export async function runSession(
  { context }: TestBrowser,
  site: Site,
  cuts: number,
  sends: number,
): Promise<void> {
  const line = await startLine()
  const page = await context.newPage()
  watchConsole(page, NETWORK_LOSS)
  const options = JSON.stringify({ ...QUICK, url: line.proxy.url })
  await page.goto(`${site.url}session.html?${new URLSearchParams({ options })}`)
  await reaches(page, 'the first opening', ({ openings }) => openings.length === 1)

  for (let cut = 0; cut < cuts; cut++) {
    const [name, fault] = FAULTS[cut % FAULTS.length]!
    const { confirmed } = await read(page)
    await page.evaluate((count) => window.sendMore(count), sends / cuts)
    await reaches(page, 'messages on their way', (now) => now.confirmed.length > confirmed.length)
    const { openings } = await read(page)
    fault(line.proxy)
    const end = setTimeout(() => line.proxy.reset(), FROZEN)
    await reaches(page, `open after: ${name}`, (now) => now.openings.length > openings.length)
    clearTimeout(end)
    line.proxy.breakNew({})
  }
  await reaches(page, 'the last end', ({ sent, pending }) => sent === sends && pending === 0)
  line.stopFeed()
  const published = line.published()
  await reaches(page, 'all of the feed', ({ feed }) => feed.at(-1) === published)
  const { feed, replies, confirmed, drops, openings } = await read(page)

  expect(feed).toEqual(countTo(published, feed[0]))
  expect(line.handled).toEqual(countTo(sends))
  expect(replies).toEqual(countTo(sends))
  expect(confirmed).toEqual(countTo(sends))
  expect(drops).toEqual([])
  expect(openings[0]).toBe(null)
  expect(openings.length).toBeGreaterThan(cuts)
  expect(openings.slice(1)).not.toContain(false)
}

const read = (page: Page): Promise<SessionJournal> => page.evaluate(() => window.readSession())

async function reaches(
  page: Page,
  what: string,
  isReached: (journal: SessionJournal) => boolean,
): Promise<void> {
  await expect.poll(async () => isReached(await read(page)), { ...POLL, message: what }).toBe(true)
}

/** From `first`: a client is at the head of the log when it opens for the first time. */
const countTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at)
