import { expect, it, onTestFinished, vi } from 'vitest'
import { muchLater, pass, stopClock, until } from './clock.ts'
import { watchNatives, type Natives } from './natives.ts'
import { startServer, type Server, type Service } from './server.ts'

/** How long a client may wait before it tries again, in ms. */
const LONGEST_WAIT = 8_000

/** A client of others, on our class. */
export interface Subject {
  /** How often it has begun to connect, by its own account. */
  attempts(): number
  /** Says something to the server, which says the same to all. */
  say(text: string): void
  /** What the server has said, in order. */
  heard(): readonly string[]
  /** The client's own way of ending. */
  end(): void
}

interface Fixture {
  readonly client: Subject
  readonly server: Server
  readonly natives: Natives
}

/**
 * What holds for every client on its recipe.
 *
 * @param asks - whether the recipe's heartbeat asks for an answer
 */
export function describeClient(
  serve: Service,
  connect: (url: string) => Subject,
  { asks }: { asks: boolean },
): void {
  async function start(): Promise<Fixture> {
    stopClock()
    const natives = watchNatives()
    const server = await startServer(serve)
    const client = connect(server.url)
    onTestFinished(() => client.end())
    await exchange(client, 'hello')
    return { client, server, natives }
  }

  it('exchanges messages again when the server has died and returned', async () => {
    const { client, server } = await start()

    await server.kill()
    await server.restart()

    await exchange(client, 'again')
  })

  it('connects only when the client does, one socket at a time', async () => {
    const { client, server, natives } = await start()

    await server.kill()
    await until(() => expect(client.attempts()).toBeGreaterThan(7))
    await server.restart()
    await exchange(client, 'again')
    await pass(40_000)

    expect(natives.count).toBe(client.attempts())
    expect(natives.most).toBe(1)
    expect(server.connections).toBe(1)
  })

  it('keeps a link on which only heartbeats go', async () => {
    const { natives } = await start()

    await pass(30_000)

    expect(natives.count).toBe(1)
  })

  it('keeps a healthy link over an hour of sleep', async () => {
    const { client, natives } = await start()

    vi.setSystemTime(Date.now() + 3_600_000)
    await pass(30_000)

    await exchange(client, 'again')
    expect(natives.count).toBe(1)
  })

  it('finds a half-open link by its heartbeat, and mends it', async () => {
    const { client, server, natives } = await start()

    server.silence()
    await pass(26_000 + LONGEST_WAIT)

    expect(natives.count).toBe(2)
    await exchange(client, 'again')
    expect(natives.most).toBe(1)
    expect(natives.count).toBe(client.attempts())
  })

  if (asks) {
    it('finds one within 5 seconds when the page is shown again', async () => {
      const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
      vi.stubGlobal('document', page)
      const { server, natives } = await start()

      server.silence()
      await pass(1_000)
      page.dispatchEvent(new Event('visibilitychange'))
      await pass(5_500 + LONGEST_WAIT)

      expect(natives.count).toBe(2)
    })
  }

  it('leaves no socket when the client ends', async () => {
    const { client, server, natives } = await start()

    client.end()
    await until(() => expect(server.connections).toBe(0))
    await muchLater()

    expect(natives.count).toBe(1)
    expect(natives.alive).toBe(0)
  })

  it('leaves no attempt when the client ends while the server is away', async () => {
    const { client, server, natives } = await start()

    await server.kill()
    await until(() => expect(client.attempts()).toBeGreaterThan(2))
    client.end()
    const { count } = natives
    await muchLater()

    expect(natives.count).toBe(count)
    expect(natives.alive).toBe(0)
  })
}

/** Waits until the client's words come back, and then finds that they come back once. */
async function exchange({ say, heard }: Subject, text: string): Promise<void> {
  await until(() => {
    say(`${text}?`)
    expect(heard()).toContain(`${text}?`)
  })
  say(text)
  say(`${text}!`)
  await until(() => expect(heard()).toContain(`${text}!`))
  expect(heard().filter((one) => one === text)).toHaveLength(1)
}
