import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type { FakeConnection, FakeSocketOptions, FakeTimers } from 'vue-heartbeat-socket/testing'
import type { Library } from '../../../bench/fleet/library.ts'
import type { Scenario } from '../../../bench/fleet/scenarios.ts'
import { arrivalOf, latencyOf, simulate } from '../../../bench/fleet/simulate.ts'

/** In ms: what adding up fractions in another order may come to. */
export const TOLERANCE = 0.001

/** Lets a real client connect, with these options; returns what ends it. */
export type Connect = (
  options: Pick<FakeSocketOptions, 'url' | 'WebSocket' | 'page'> & { timer: FakeTimers },
  client: number,
) => () => void

/**
 * Lets a scenario happen to as many real clients, each alone, and to their model; returns how many
 * ms their attempts are apart at most, `Infinity` if they are not as many.
 */
export async function difference(
  library: Library,
  connect: Connect,
  scenario: Scenario,
  clients: number,
): Promise<number> {
  const model = modelAttempts(library, scenario, clients)
  let most = 0
  for (const [client, expected] of model.entries()) {
    const attempts = await liveAttempts(connect, scenario, client)
    const differences = attempts.map((at, index) => Math.abs(at - expected[index]!))
    most = Math.max(most, attempts.length === expected.length ? Math.max(...differences) : Infinity)
  }
  return most
}

/** When a real client attempts, in ms from the beginning of the trouble. */
async function liveAttempts(
  connect: Connect,
  scenario: Scenario,
  client: number,
): Promise<number[]> {
  const timers = createFakeTimers({ now: 1_000_000 })
  const latency = latencyOf(client)
  const start = timers.now() - arrivalOf(client)
  const now = () => timers.now() - start
  const server = createFakeServer({ timers, latency })
  const plan = scenario.open(1)
  const attempts: number[] = []

  function answer(connection: FakeConnection): void {
    // The client may have given up.
    if (connection.readyState !== 0) return
    const until = plan.livesUntil(client, now())
    if (until < now()) return server.refuse()
    server.accept()
    if (until < Infinity) timers.setTimeout(() => server.drop(connection), until - now())
  }

  class WebSocket extends server.options.WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      // From now on a handshake waits until the scenario answers it.
      server.goSilent()
      super(url, protocols)
      attempts.push(now())
      const connection = server.connections.at(-1)!
      timers.setTimeout(() => {
        timers.setTimeout(() => answer(connection), plan.answersAt(now()) - now())
      }, latency)
    }
  }

  const end = connect({ ...server.options, WebSocket, timer: timers }, client)
  await timers.advance(scenario.duration - now())
  end()
  return attempts.filter((at) => at + latency < scenario.duration)
}

/** When the model has these clients attempt. */
function modelAttempts(library: Library, scenario: Scenario, clients: number): number[][] {
  const attempts: number[][] = Array.from({ length: clients }, () => [])
  simulate(library, scenario, clients, (client, arrivesAt) => {
    attempts[client]!.push(arrivesAt - latencyOf(client))
  })
  return attempts
}
