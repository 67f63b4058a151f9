import type { HeartbeatSocketOptions } from 'vue-heartbeat-socket'
import type { Metrics, ServerState } from '../server/api.ts'

/**
 * Where to dial, asked for every attempt: the dev server knows on which port the feed listens
 * today. `signal` aborts the question when the attempt ends, by the connect timeout say.
 */
async function feedUrl({ signal }: { signal: AbortSignal }): Promise<string> {
  const response = await fetch('/api/state', { signal })
  if (!response.ok) throw new Error(`GET /api/state answered ${response.status}`)
  const { url } = (await response.json()) as ServerState
  return url
}

/** Times shorter than the library's own, so that one sees things happen. */
export const times = {
  heartbeat: { interval: 3_000, timeout: 2_000 },
  reconnect: { spread: 1_000, minDelay: 500, maxDelay: 5_000, factor: 2 },
  connectTimeout: 4_000,
}

/**
 * `idleOnly: false`, because the feed is never silent: pings would go out only once it has failed,
 * and there would be no latency to show.
 */
export const feedOptions: HeartbeatSocketOptions = {
  ...times,
  url: feedUrl,
  heartbeat: { ...times.heartbeat, idleOnly: false },
}

/** Whether a message is one of the feed's figures; echoes and the flood are not. */
export const isMetrics = (message: unknown): message is Metrics =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'metrics'
