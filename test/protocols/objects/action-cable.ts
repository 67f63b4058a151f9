import type { SocketOptions } from 'vue-heartbeat-socket'

export const actionCable: Omit<SocketOptions, 'url'> = {
  protocols: ['actioncable-v1-json', 'actioncable-unsupported'],
  heartbeat: { message: null, interval: 3_000, timeout: 3_000, pong: isPing },
  handshake: async ({ receive }) => {
    for (;;) {
      const { type, reason, reconnect } = await receive()
      if (type === 'welcome') return
      if (type === 'disconnect' && !reconnect) throw new Error(`Refused: ${reason}`)
    }
  },
  reconnect: { shouldReconnect: (close, byDefault) => byDefault && close.cause !== 'handshake' },
}

/** Whether a message is the server's ping; only one that may be is parsed for it. */
function isPing(data: unknown): boolean {
  return typeof data === 'string' && data.includes('"ping"') && JSON.parse(data).type === 'ping'
}
