import { backoff, Connection, ReconnectingWebSocket } from '../../src/socket.ts'
import type { Random } from './chance.ts'
import { counting, type Library } from './library.ts'

const { heartbeat, reconnect, connectTimeout } = new Connection({ url: null }).options

/** The plugin and `Connection`, with their defaults. */
export const connection: Library = {
  name: 'this package',
  source: 'src/connection',
  connectTimeout,
  create(clients) {
    const retries = new Uint16Array(clients)

    function failed(client: number, random: Random): number {
      retries[client] = retries[client]! + 1
      return backoff(retries[client], reconnect, random)
    }

    return {
      failed,
      lost(client, openedAt, closedAt, roundTrip, random) {
        const silence = () => heartbeat.interval * (0.8 + 0.2 * random())
        // The server says nothing by itself, so that pongs alone show a stable link.
        let pongAt = openedAt
        for (let pingAt = openedAt + silence(); pingAt < closedAt;) {
          const next = silence()
          pongAt = pingAt + roundTrip
          if (pongAt >= closedAt) break
          if (pongAt - openedAt >= reconnect.stableAfter) retries[client] = 0
          pingAt = pongAt + next
        }
        return failed(client, random)
      },
    }
  },
}

const { reconnectInterval, maxReconnectInterval, reconnectDecay, timeoutInterval } =
  new ReconnectingWebSocket('wss://example.com', [], { automaticOpen: false })

/** Its `ReconnectingWebSocket`, with its defaults, whose delays are exact ones. */
export const reconnectingWebSocket: Library = counting({
  name: 'its `ReconnectingWebSocket`',
  source: 'src/websocket/reconnecting-options.ts',
  connectTimeout: timeoutInterval,
  create() {
    const options = {
      spread: 0,
      minDelay: reconnectInterval,
      maxDelay: maxReconnectInterval,
      factor: reconnectDecay,
    }
    return (retry) => backoff(retry + 1, options, () => 1)
  },
})
