import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Pace } from '../page/clients/client.ts'
import type { Faults } from '../support/flow.ts'
import type { Line } from '../support/line.ts'
import type { ClientPage } from './client-page.ts'
import { sample, sampleLater, type Break, type Named, type Sample } from './samples.ts'
import { TICK } from './settings.ts'

/** What a scenario breaks, and the pages with the clients. */
export interface BusyLine extends Omit<Line, 'close'> {
  readonly pages: readonly Page[]
}

export interface Scenario extends Named {
  /** If not that of the others; `null` leaves each client as it comes. */
  readonly pace?: Pace | null
  run(line: BusyLine): Promise<Break> | Break
  /** What to look at after it; if nothing else, how soon each client is open again. */
  sample?(client: ClientPage, broken: Break): Promise<Sample>
}

const BOTH = ['up', 'down'] as const

/** Breaks the open connections only: new ones get through at once. */
function once(name: string, breakIt: (line: BusyLine) => void): Scenario {
  return {
    name,
    run(line) {
      const brokenAt = Date.now()
      breakIt(line)
      return { brokenAt, soundAt: brokenAt }
    },
  }
}

/** The one that no browser notices by itself. */
export const SILENCE: Scenario = once('nothing comes through in either direction', ({ proxy }) => {
  proxy.breakOpen({ swallow: BOTH })
})

/** How long we wait for clients as they come, in ms. */
export const LONG_LIMIT = 60_000

/** The same, at any point of the default interval. */
export const SILENCE_AT_DEFAULTS: Scenario = {
  name: 'nothing comes through, and each client is as it comes',
  pace: null,
  async run(line) {
    await sleep(Math.random() * 15_000)
    return SILENCE.run(line)
  },
  sample: (client, broken) => sample(client, broken, LONG_LIMIT),
}

/** In real browsers, through the proxy. */
export const SCENARIOS: readonly Scenario[] = [
  SILENCE,
  once("only the server's words are lost", ({ proxy }) => proxy.breakOpen({ swallow: ['down'] })),
  once("only the client's words are lost", ({ proxy }) => proxy.breakOpen({ swallow: ['up'] })),
  once('the connection is reset', ({ proxy }) => proxy.reset()),
  once('the connection ends in the midst of a message', ({ proxy, server }) => {
    proxy.breakOpen({ cutAt: 1_000 })
    server.broadcast('x'.repeat(10_000))
  }),
  {
    name: 'the connection is reset, and for 8 s new ones are accepted, but not answered',
    async run({ proxy }) {
      const brokenAt = Date.now()
      proxy.breakNew({ swallow: BOTH })
      proxy.reset()
      await sleep(8_000)
      proxy.breakNew({})
      return { brokenAt, soundAt: Date.now() }
    },
  },
  {
    name: 'the connection is lost silently, and the browser says "offline" for 5 s',
    async run({ proxy, server, pages }) {
      const brokenAt = Date.now()
      proxy.breakOpen({ swallow: BOTH })
      await setOffline(pages, true)
      await sleep(5_000)
      await setOffline(pages, false)
      server.tick(TICK)
      return { brokenAt, soundAt: Date.now() }
    },
  },
]

/** How long we look at slow lines, in ms. */
export const LOOK = 20_000

/** The server has a message for each connection. */
function slow(name: string, bytes: number, faults: Partial<Faults>): Scenario {
  const message = 'message '.padEnd(bytes, 'x')
  return {
    name,
    run({ proxy, server }) {
      const slowAt = Date.now()
      proxy.breakOpen(faults)
      proxy.breakNew(faults)
      server.greeting = message
      server.broadcast(message)
      return { brokenAt: slowAt, soundAt: slowAt }
    },
    sample: (client, broken) => sampleLater(client, broken, 'message', LOOK),
  }
}

/** Lines that live, but are slow. */
export const SLOW_LINES: readonly Scenario[] = [
  slow('everything takes 300 ms each way', 100, { delay: 300 }),
  slow('a message of 250 kB at 100 kB/s', 250_000, { rate: 100_000 }),
]

async function setOffline(pages: readonly Page[], offline: boolean): Promise<void> {
  await Promise.all(pages.map((page) => page.context().setOffline(offline)))
}
