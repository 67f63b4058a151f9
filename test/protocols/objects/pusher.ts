import type { SocketOptions } from 'vue-heartbeat-socket'

/** `getSocket` gives the connection, or the store: it is there when a handshake runs. */
export function pusher(
  getSocket: () => { configure(patch: Partial<SocketOptions>): void },
): Omit<SocketOptions, 'url'> {
  return {
    heartbeat: {
      interval: 120_000,
      timeout: 30_000,
      message: '{"event":"pusher:ping","data":{}}',
      pong: (data) => isEvent('pusher:pong', data),
      reply: (data) =>
        isEvent('pusher:ping', data) ? '{"event":"pusher:pong","data":{}}' : undefined,
    },
    handshake: async ({ receive }) => {
      let { event, data } = await receive()
      // A pusher:error is followed by a close, whose code says more.
      while (event !== 'pusher:connection_established') ({ event, data } = await receive())
      const { activity_timeout: seconds } = JSON.parse(data)
      getSocket().configure({ heartbeat: { interval: seconds * 1_000 } })
    },
    reconnect: {
      // 4000 to 4099 say that it is no use.
      shouldReconnect: ({ code }, byDefault) => byDefault && !(code >= 4000 && code < 4100),
    },
  }
}

/** Whether a message is this event; only one that may be is parsed for it. */
function isEvent(name: string, data: unknown): boolean {
  return typeof data === 'string' && data.includes(`"${name}"`) && JSON.parse(data).event === name
}
