import type { Pace } from '../page/clients/client.ts'
import type { ClientName } from '../page/main.ts'

/** Who is measured, in the order of the tables. */
export const CLIENTS: readonly ClientName[] = [
  'this package',
  'VueUse useWebSocket',
  'reconnecting-websocket',
  'partysocket',
]

/** The same in hidden pages. */
export const HIDDEN_CLIENTS: readonly ClientName[] = [
  'this package',
  'this package, worker timers',
  ...CLIENTS.slice(1),
]

/** The same for all. */
export const PACE: Pace = {
  interval: 1_000,
  timeout: 1_000,
  connectTimeout: 4_000,
  delay: 1_000,
  maxDelay: 5_000,
}

/** How often each scenario is run, in each browser. */
export const ROUNDS = 5

/** How long we wait for a client to be open again, in ms. */
export const LIMIT = 30_000

/** How often a server speaks whose network is sound again, in ms. */
export const TICK = 200
