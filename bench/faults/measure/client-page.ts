import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import type { Pace } from '../page/clients/client.ts'
import type { OwnOptions } from '../page/clients/options.ts'
import type { Outcome } from '../page/journal.ts'
import type { ClientName } from '../page/main.ts'

const ATTEMPTS = 5

/** A fresh page with one client in it. */
export class ClientPage {
  readonly client: string
  readonly page: Page

  private constructor(client: string, page: Page) {
    this.client = client
    this.page = page
  }

  /** Starts a client, and waits until it has heard from the server. */
  static async open(
    page: Page,
    site: string,
    client: ClientName,
    url: string,
    pace: Pace | null,
  ): Promise<ClientPage> {
    await page.goto(site)
    await page.evaluate(([name, to, given]) => window.clients.start(name, to, given), [
      client,
      url,
      pace,
    ] as const)
    return opened(new ClientPage(client, page))
  }

  /** The same for a connection of this library with any options. */
  static async openOwn(
    page: Page,
    site: string,
    client: string,
    url: string,
    options: OwnOptions,
  ): Promise<ClientPage> {
    await page.goto(site)
    await page.evaluate(([name, to, given]) => void window.clients.startOwn(name, to, given), [
      client,
      url,
      options,
    ] as const)
    return opened(new ClientPage(client, page))
  }

  /** Resolves when the application hears this from the server, no earlier than `since`. */
  hears(start: string, since: number): Promise<void> {
    return this.page.evaluate(
      ([name, from, at]) => window.clients.journals[name]!.hears(from, at),
      [this.client, start, since] as const,
    )
  }

  outcome(since: number, start?: string): Promise<Outcome> {
    return this.page.evaluate(
      ([name, at, from]) => window.clients.journals[name]!.outcome(at, from),
      [this.client, since, start] as const,
    )
  }

  /** The same, once the application hears from the server or `limit` ms have passed. */
  async outcomeWithin(limit: number, since: number, start = ''): Promise<Outcome> {
    const over = new AbortController()
    await Promise.race([
      this.hears(start, since).catch(() => {}),
      sleep(limit, undefined, { signal: over.signal }).catch(() => {}),
    ])
    over.abort()
    return this.outcome(since, start)
  }
}

/** A browser, and the server that its clients talk to. */
export interface Place {
  readonly browser: Browser
  readonly url: string
}

/**
 * Opens a page for each client in each of these places, in profiles of their own: browsers hold back
 * attempts of one profile at one host. Begins anew when a client loses its link before all are open, on
 * a busy machine.
 */
export async function openAll(
  places: readonly Place[],
  clients: readonly ClientName[],
  site: string,
  pace: Pace | null,
): Promise<ClientPage[][]> {
  async function open({ browser, url }: Place, client: ClientName): Promise<ClientPage> {
    const context = await browser.newContext()
    return ClientPage.open(await context.newPage(), site, client, url, pace)
  }

  return untilFresh(async () => {
    const opening = places.map((place) => Promise.all(clients.map((client) => open(place, client))))
    const opened = await Promise.all(opening)
    if (await areFresh(opened.flat())) return opened
    await closeAll(opened.flat())
    return null
  })
}

/** Tries again for as long as some client had lost its link, told by `null`. */
export async function untilFresh<Result>(attempt: () => Promise<Result | null>): Promise<Result> {
  for (let left = ATTEMPTS; left > 0; left--) {
    const result = await attempt()
    if (result !== null) return result
  }
  throw new Error(`In ${ATTEMPTS} attempts some client had lost its link before the fault`)
}

/** Whether all have kept their first link so far. */
export async function areFresh(pages: readonly ClientPage[]): Promise<boolean> {
  const outcomes = await Promise.all(pages.map((page) => page.outcome(0)))
  const lost = pages.filter((_, at) => outcomes[at]!.losses > 0)
  if (lost.length === 0) return true
  console.log(`Begun anew: ${lost.map(({ client }) => client).join(', ')} lost its link early`)
  return false
}

export async function closeAll(pages: readonly ClientPage[]): Promise<void> {
  await Promise.all(pages.map(({ page }) => page.context().close()))
}

async function opened(client: ClientPage): Promise<ClientPage> {
  await client.hears('hello', 0)
  return client
}
