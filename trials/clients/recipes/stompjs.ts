import { Client } from '@stomp/stompjs'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'

export function createStompClient(url: string): Client {
  return new Client({
    webSocketFactory: () =>
      new ReconnectingWebSocket(url, ['v12.stomp', 'v11.stomp'], {
        maxReconnectAttempts: 0,
        heartbeat: { message: null, interval: 10_000, timeout: 10_000 },
      }),
    reconnectDelay: 2_000 + 6_000 * Math.random(),
    heartbeatIncoming: 10_000,
    heartbeatToleranceMultiplier: Infinity,
  })
}
