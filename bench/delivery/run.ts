import { sleep, until } from '../support/until.ts'
import { noCounts, sum, type Counts } from './tally.ts'
import { createWorld, namesOf, type World, type WorldSetup } from './world.ts'

/** What is broken while messages flow both ways. */
export interface Scenario {
  readonly name: string
  readonly nodes: number
  readonly redis?: readonly string[]
  /** Whether Redis itself may lose messages: effects are then counted by the handlers that ran. */
  readonly losesData?: boolean
  /** Resolves when it is over; messages go on for a while. */
  break(world: World): Promise<void>
}

export interface Outcome {
  readonly down: Counts
  /** `lost`: neither committed nor reported to the client; `told`: reported as unconfirmed. */
  readonly up: Counts
  readonly reopenings: number
  readonly recovered: number
  readonly published: number
  readonly sent: number
  /** From the end of the fault until all was where it belongs, in ms; `null`: never. */
  readonly settledAfter: number | null
  readonly errors: readonly string[]
}

export interface Traffic {
  /** Messages a second to all clients. */
  readonly down: number
  /** Messages a second of each client. */
  readonly up: number
  /** Before the fault, and after it, in ms. */
  readonly around: number
  /** How long the clients may take to get what they have missed, in ms. */
  readonly settleWithin: number
}

/** How long all clients may take to connect, on a machine that is busy with other work, in ms. */
const CONNECT_WITHIN = 120_000
/** Published when all clients are back: what is missing before them shows. */
const LAST_WORDS = 10

/** Lets a scenario happen under traffic, and counts at both ends. */
export async function run(
  scenario: Scenario,
  setup: Omit<WorldSetup, 'nodes' | 'redis'>,
  traffic: Traffic,
): Promise<Outcome> {
  const { nodes, redis = [] } = scenario
  const world = await createWorld({ ...setup, nodes, redis })
  try {
    return await runIn(world, scenario, traffic)
  } finally {
    await world.close()
  }
}

async function runIn(world: World, scenario: Scenario, traffic: Traffic): Promise<Outcome> {
  const { clients, auditor, publisher } = world
  const everyone = [...clients, auditor]
  const areOpen = (): boolean => everyone.every(({ isOpen }) => isOpen)
  if (!(await until(areOpen, CONNECT_WITHIN))) throw new Error('The clients did not connect.')

  await publisher.ask({ do: 'publish', from: 1, rate: traffic.down })
  const sent = new Map<number, number>(clients.map(({ id }) => [id, 0]))
  const sending = setInterval(() => {
    for (const client of clients) {
      const n = sent.get(client.id)! + 1
      sent.set(client.id, n)
      client.send({ client: client.id, n })
    }
  }, 1_000 / traffic.up)
  await sleep(traffic.around)
  await scenario.break(world)
  const begin = performance.now()
  await sleep(traffic.around)
  clearInterval(sending)
  await until(areOpen, traffic.settleWithin)
  const middle = await publisher.ask<number>({ do: 'stop' })
  await publisher.ask({ do: 'publish', from: middle + 1, rate: 100 })
  await sleep(LAST_WORDS * 10)
  const last = await publisher.ask<number>({ do: 'stop' })

  const hasAll = await until(
    () => clients.every(({ feed, inFlight }) => feed.last >= last && inFlight === 0),
    traffic.settleWithin,
  )
  const settledAfter = hasAll ? performance.now() - begin : null
  // Whatever comes twice comes now.
  await sleep(500)
  return outcomeOf(world, scenario, { sent, last, settledAfter })
}

interface End {
  readonly sent: ReadonlyMap<number, number>
  readonly last: number
  readonly settledAfter: number | null
}

function outcomeOf(world: World, { losesData }: Scenario, end: End): Outcome {
  const { clients, effects, handled } = world
  const { sent, last, settledAfter } = end
  for (const client of clients) {
    client.feed.end(last)
    effects.get(client.id)?.end(sent.get(client.id)!)
  }
  const up = { ...noCounts(), ...sum([...effects.values()]) }
  up.told = clients.reduce((total, { unconfirmed }) => total + unconfirmed, 0)
  if (losesData) up.lost = [...namesOf(sent)].filter((name) => !handled.has(name)).length
  up.lost = Math.max(0, up.lost - up.told)
  return {
    down: sum(clients.map(({ feed }) => feed)),
    up,
    reopenings: clients.reduce((total, { reopenings }) => total + reopenings, 0),
    recovered: clients.reduce((total, { recovered }) => total + recovered, 0),
    published: last,
    sent: [...sent.values()].reduce((total, n) => total + n, 0),
    settledAfter,
    errors: world.errors,
  }
}
