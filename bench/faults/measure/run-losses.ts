import { setTimeout as sleep } from 'node:timers/promises'
import { errors } from 'playwright-core'
import type { Pace } from '../page/clients/client.ts'
import type { Drop } from '../page/journal.ts'
import type { ClientName } from '../page/main.ts'
import { startLine, type Line } from '../support/line.ts'
import type { Launched } from './browsers.ts'
import { closeAll, openAll, type ClientPage } from './client-page.ts'

/** What became of the messages that one client sent. */
export interface Losses {
  readonly browser: string
  readonly client: string
  readonly sent: number
  /** How many the server has heard, each counted once. */
  readonly arrived: number
  /** How many it has not heard. */
  readonly lost: number
  /** How many of these the client has not reported. */
  readonly lostUntold: number
  /** How many more it has heard that it had heard before. */
  readonly twice: number
  /** How many the client has reported as dropped, or as possibly lost. */
  readonly told: number
  /** Messages that the client has reported more than once. */
  readonly toldAgain: number
}

export interface LossesJob {
  readonly clients: readonly ClientName[]
  readonly pace: Pace
  readonly messages: number
  readonly cuts: number
  /** From one cut to the next, and before the first and after the last, in ms. */
  readonly gap: number
}

/** Who is counted, in the order of the table. */
export const COUNTED: readonly ClientName[] = [
  'this package',
  'this package, outbox.resend',
  'VueUse useWebSocket',
  'reconnecting-websocket',
  'partysocket',
]

/** How links end, one way after the other. Of those that are frozen no browser learns by itself. */
export const CUTS: readonly [name: string, cut: (line: Line) => void][] = [
  ['reset', ({ proxy }) => proxy.reset()],
  ['frozen in both directions', ({ proxy }) => proxy.breakOpen({ swallow: ['up', 'down'] })],
  ['ended by the server without a close frame', ({ server }) => server.hangUp()],
  ["frozen for the client's words", ({ proxy }) => proxy.breakOpen({ swallow: ['up'] })],
  ['closed by the server in good order', ({ server }) => server.closeAll(1012)],
  ["frozen for the server's words", ({ proxy }) => proxy.breakOpen({ swallow: ['down'] })],
  [
    'cut in the midst of a message',
    ({ proxy, server }) => {
      proxy.breakOpen({ cutAt: 100 })
      server.broadcast('x'.repeat(1_000))
    },
  ],
]

/** How long a client may need to settle when the network is sound, in ms: Chromium's `close` takes 60 s. */
const SETTLED_WITHIN = 90_000

/** What is on its way needs no longer, in ms. */
const ON_ITS_WAY = 1_000

/** Has all clients send numbered messages while their links are cut, and counts what arrived. */
export async function runLosses(
  browsers: readonly Launched[],
  site: string,
  job: LossesJob,
): Promise<Losses[]> {
  const lines = await Promise.all(browsers.map(() => startLine()))
  const places = browsers.map(({ browser }, at) => ({ browser, url: lines[at]!.proxy.url }))
  const opened = await openAll(places, job.clients, site, job.pace)
  const losses = await Promise.all(
    opened.map((pages, at) => count(browsers[at]!.name, pages, lines[at]!, job)),
  )
  await Promise.all(opened.map(closeAll))
  await Promise.all(lines.map((line) => line.close()))
  return losses.flat()
}

async function count(
  browser: string,
  pages: readonly ClientPage[],
  line: Line,
  job: LossesJob,
): Promise<Losses[]> {
  await Promise.all(pages.map(hasBeaten))
  const every = (job.gap * (job.cuts + 1)) / job.messages
  const sending = pages.map(({ page, client }) =>
    page.evaluate(
      ([name, messages, ms]) => window.clients.sendNumbered(name as ClientName, messages, ms),
      [client, job.messages, every] as const,
    ),
  )
  for (let cut = 0; cut < job.cuts; cut++) {
    await sleep(job.gap)
    CUTS[cut % CUTS.length]![1](line)
  }
  await Promise.all(sending)
  await Promise.all(pages.map((page) => settle(browser, page)))
  await sleep(ON_ITS_WAY)
  return Promise.all(pages.map((page) => lossesOf(browser, page, line, job.messages)))
}

/**
 * Waits until a ping was answered: a server that has never answered any may be one that never does.
 * The others have nothing to say of their heartbeats.
 */
async function hasBeaten({ page, client }: ClientPage): Promise<void> {
  if (!client.startsWith('this package')) return
  await page.waitForFunction((name) => window.clients.journals[name]!.beats > 0, client)
}

/** Waits until it has settled; what a client holds back for longer counts as lost. */
async function settle(browser: string, { page, client }: ClientPage): Promise<void> {
  const isSettled = (name: string) => window.clients.isSettled(name as ClientName)
  try {
    await page.waitForFunction(isSettled, client, { timeout: SETTLED_WITHIN })
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error
    console.log(`${client} (${browser}) was not open again after ${SETTLED_WITHIN / 1_000} s`)
  }
}

async function lossesOf(
  browser: string,
  { page, client }: ClientPage,
  { server }: Line,
  sent: number,
): Promise<Losses> {
  const drops = await page.evaluate((name) => window.clients.journals[name]!.drops, client)
  return { browser, client, ...tally(client, sent, server.heard, drops) }
}

/** Compares what was sent with what was heard, and with what the client has reported. */
export function tally(
  client: string,
  sent: number,
  heard: readonly string[],
  drops: readonly Drop[],
): Omit<Losses, 'browser' | 'client'> {
  const numbered = Array.from({ length: sent }, (_, at) => `${client} ${at + 1}`)
  const isOwn = new Set(numbered)
  const own = heard.filter((text) => isOwn.has(text))
  const arrived = new Set(own)
  const told = new Set(drops.map(({ text }) => text))
  const lost = numbered.filter((text) => !arrived.has(text))
  return {
    sent,
    arrived: arrived.size,
    lost: lost.length,
    lostUntold: lost.filter((text) => !told.has(text)).length,
    twice: own.length - arrived.size,
    told: told.size,
    toldAgain: drops.length - told.size,
  }
}
