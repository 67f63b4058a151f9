import mqtt, { type MqttClient } from 'mqtt'
import { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'

const PINGREQ = Uint8Array.of(0xc0, 0)

export function connectMqtt(url: string): MqttClient {
  return mqtt.connect(url, {
    createWebsocket: (address, protocols) =>
      new ReconnectingWebSocket(address, protocols, {
        maxReconnectAttempts: 0,
        heartbeat: { message: PINGREQ, pong: () => false },
      }),
    forceNativeWebSocket: true,
    reconnectPeriod: 2_000 + 6_000 * Math.random(),
  })
}
