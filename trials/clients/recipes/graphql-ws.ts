import { createClient, type Client } from 'graphql-ws'
import { backoff, ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'

class GraphqlSocket extends ReconnectingWebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols, {
      maxReconnectAttempts: 0,
      heartbeat: { message: '{"type":"ping"}', pong: '{"type":"pong"}' },
    })
  }
}

function retryWait(retries: number): Promise<void> {
  const delays = { spread: 5_000, minDelay: 2_000, maxDelay: 30_000, factor: 2 }
  const ms = backoff(retries + 1, delays, Math.random)
  return new Promise((resolve) => setTimeout(resolve, ms))
}

export function createGraphqlClient(url: string): Client {
  return createClient({
    url,
    webSocketImpl: GraphqlSocket,
    retryAttempts: Infinity,
    retryWait,
    shouldRetry: () => true,
  })
}
