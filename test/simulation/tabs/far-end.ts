import { createFakeServer, type FakeServer } from 'vue-heartbeat-socket/testing'
import type { SessionOption } from 'vue-heartbeat-socket/session'
import type { Halves } from './build.ts'
import type { Timeline } from './timeline.ts'

/** The server of the tabs: a fake one, or at the end of fake links the real one with sessions. */
export interface FarEnd {
  readonly server: FakeServer
  /** What the tabs' connections are given. */
  readonly session: SessionOption | undefined
  /** The messages that have arrived, or with a session those that have had their effect. */
  readonly handled: readonly number[]
  /** The newest number that was sent. */
  readonly newest: number
  /** Sends the next number to all. */
  broadcast(): void
}

/** How long everything is on its way, in ms. */
const LATENCY = 2

/** How long a slow handler takes, at most, in ms, and how many of all are slow. */
const SLOW = 500
const SLOW_SHARE = 0.2

/** A channel that no tab has: what is published there is the effect of a message. */
const LEDGER = 'ledger'

export interface FarEndOptions {
  readonly halves: Halves
  readonly timeline: Timeline
  readonly random: () => number
  readonly hasSession: boolean
}

export function createFarEnd({ halves, timeline, random, hasSession }: FarEndOptions): FarEnd {
  let newest = 0
  const fake = { timers: timeline, latency: LATENCY }
  if (!hasSession) {
    const server = createFakeServer(fake)
    return {
      server,
      session: undefined,
      get handled() {
        return server.messages.map(({ message }: { message: number }) => message)
      },
      get newest() {
        return newest
      },
      broadcast: () => server.send({ number: ++newest }),
    }
  }
  const handled: number[] = []
  const store = halves.memoryStore({ timer: timeline, random })
  const commit: typeof store.commit = async (...call) => {
    const committed = await store.commit(...call)
    if (committed.answer !== 'done') return committed
    for (const { data } of call[4].publishes) handled.push(JSON.parse(String(data)).message)
    return committed
  }
  const live = halves.createHeartbeatServer<{ message: number }, object>({
    store: { ...store, commit },
    timer: timeline,
    random,
    authenticate: () => ({ user: 'ann' }),
  })
  live.on('message', async (message, { publish }) => {
    if (random() < SLOW_SHARE) await sleep(timeline, random() * SLOW)
    publish(LEDGER, message)
  })
  return {
    server: createFakeServer({ ...fake, server: live }),
    session: halves.createSession(),
    handled,
    get newest() {
      return newest
    },
    broadcast: () => void live.broadcast({ number: ++newest }),
  }
}

const sleep = (timeline: Timeline, ms: number): Promise<void> =>
  new Promise((resolve) => void timeline.setTimeout(resolve, ms))
