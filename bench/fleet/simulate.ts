import { CHANCE, chance, createDice } from './chance.ts'
import type { Library } from './library.ts'
import { createQueue } from './queue.ts'
import type { Scenario, Server } from './scenarios.ts'
import { Tally } from './tally.ts'

/** So many clients at a time fit into a processor's cache. */
const PART = 8_192

/** How long everything is on its way to or from a client, in ms. */
export const latencyOf = (client: number): number => 50 + 100 * chance(client, CHANCE.latency)

/** When a client first connects, in ms: the last one a minute before the trouble begins. */
export const arrivalOf = (client: number): number =>
  -60_000 - 60_000 * chance(client, CHANCE.arrival)

/** Hears of each attempt when it arrives at the server, the first ones included. */
export type Watcher = (client: number, arrivesAt: number) => void

/** Lets a scenario happen to a fleet. */
export function simulate(
  library: Library,
  scenario: Scenario,
  clients: number,
  watch?: Watcher,
): Tally {
  const tally = new Tally(clients, scenario.duration)
  const server = scenario.open(clients)
  const size = scenario.isShared ? clients : PART
  for (let from = 0; from < clients; from += size) {
    simulatePart(library, scenario, server, tally, from, Math.min(size, clients - from), watch)
  }
  return tally
}

function simulatePart(
  library: Library,
  { duration }: Scenario,
  server: Server,
  tally: Tally,
  from: number,
  count: number,
  watch?: Watcher,
): void {
  const { connectTimeout } = library
  const rules = library.create(count)
  const diceOf = createDice(from, count)
  const queue = createQueue(count, duration)
  const latencies = Float64Array.from({ length: count }, (_, index) => latencyOf(from + index))
  /** Since when each has had the link that lasts. */
  const backSince = new Float64Array(count).fill(NaN)

  function arrive(index: number, arrivesAt: number): void {
    const client = from + index
    const latency = latencies[index]!
    if (arrivesAt >= 0) tally.attempted(arrivesAt)
    watch?.(client, arrivesAt)

    const answersAt = server.answersAt(arrivesAt)
    const heardAt = answersAt + latency
    const givesUpAt = arrivesAt - latency + connectTimeout
    const cutAt = heardAt < givesUpAt ? server.livesUntil(client, answersAt) : NaN
    if (cutAt >= duration) {
      backSince[index] = heardAt
    } else if (cutAt >= answersAt) {
      const closedAt = cutAt + latency
      const delay = rules.lost(index, heardAt, closedAt, 2 * latency, diceOf(index))
      wait(index, closedAt + delay, latency)
    } else {
      const delay = rules.failed(index, diceOf(index))
      wait(index, Math.min(heardAt, givesUpAt) + delay, latency)
    }
  }

  function wait(index: number, attemptsAt: number, latency: number): void {
    if (attemptsAt === Infinity) tally.gaveUp++
    queue.add(index, attemptsAt + latency)
  }

  for (let index = 0; index < count; index++) {
    arrive(index, arrivalOf(from + index) + latencies[index]!)
  }
  queue.drain(arrive)
  for (const since of backSince) if (since >= 0) tally.isBack(since)
}
