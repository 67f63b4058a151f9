import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import type { Pace } from '../page/clients/client.ts'
import type { OwnOptions } from '../page/clients/options.ts'
import type { ClientName } from '../page/main.ts'
import { TalkServer } from '../support/talk-server.ts'
import { ClientPage } from './client-page.ts'
import { PACE } from './settings.ts'
import { Window } from './windows.ts'

/** How long the pages are hidden, in ms. */
export const HIDDEN_FOR = 180_000

/** What the server demands: a beat at least this often, in ms. */
export const DEMAND = 30_000

/** The defaults of this library, for all. */
const BEATS: Pace = { ...PACE, interval: 15_000, timeout: 10_000 }

/** A server that says nothing must not be taken for dead. */
const TRUSTING = { ...BEATS, timeout: 86_400_000 }

export interface Case {
  readonly name: string
  readonly client: ClientName | OwnOptions
  /** Whether the server answers a beat. */
  readonly answers: boolean
}

const own = ({ interval, timeout }: Pace, workerTimers: boolean): OwnOptions => ({
  heartbeat: { interval, timeout, idleOnly: false },
  workerTimers,
})

export const CASES: readonly Case[] = [
  { name: 'this package', client: own(BEATS, false), answers: true },
  { name: 'this package, worker timers', client: own(BEATS, true), answers: true },
  { name: 'VueUse useWebSocket', client: 'VueUse useWebSocket', answers: true },
  { name: 'reconnecting-websocket', client: 'reconnecting-websocket', answers: true },
  { name: 'partysocket', client: 'partysocket', answers: true },
  { name: 'this package', client: own(TRUSTING, false), answers: false },
  { name: 'this package, worker timers', client: own(TRUSTING, true), answers: false },
]

export interface Beats {
  readonly name: string
  readonly answers: boolean
  readonly longestSilence: number
  readonly sentAway: number
}

/** Leaves pages in the dark before a server that demands a beat. */
export async function runBeats(context: BrowserContext, site: string): Promise<Beats[]> {
  const windows: Window[] = []
  for (const _ of CASES) windows.push(await Window.open(context))
  return Promise.all(CASES.map((one, at) => runOnce(windows[at]!, site, one)))
}

async function runOnce(
  window: Window,
  site: string,
  { name, client, answers }: Case,
): Promise<Beats> {
  const server = await TalkServer.start()
  if (!answers) server.fallSilent()
  server.demandBeats(DEMAND)
  const url = `ws://127.0.0.1:${server.port}/talk`
  try {
    if (typeof client === 'string') await ClientPage.open(window.page, site, client, url, BEATS)
    else await ClientPage.openOwn(window.page, site, name, url, client)
    await window.hide()
    await sleep(HIDDEN_FOR)
    const { longestSilence, sentAway } = server
    await window.close()
    return { name, answers, longestSilence, sentAway }
  } finally {
    await server.stop()
  }
}
