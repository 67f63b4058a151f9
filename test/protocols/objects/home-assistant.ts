import type { SocketOptions } from 'vue-heartbeat-socket'

/**
 * `token` gives an access token, asked for on each opening. `nextId` counts up; take the ids of your
 * commands from it too, because each must be greater than the one before.
 */
export function homeAssistant(
  token: () => string | Promise<string>,
  nextId: () => number,
): Omit<SocketOptions, 'url'> {
  let pingId: number

  /** Only a message that may be a pong is parsed for it. */
  function isPong(data: unknown): boolean {
    if (typeof data !== 'string' || !data.includes('"pong"')) return false
    const { id, type } = JSON.parse(data)
    return type === 'pong' && id === pingId
  }

  return {
    heartbeat: {
      message: () => JSON.stringify({ id: (pingId = nextId()), type: 'ping' }),
      pong: isPong,
    },
    handshake: async ({ send, receive }) => {
      // The server's auth_required.
      await receive()
      send({ type: 'auth', access_token: await token() })
      const { type, message } = await receive()
      if (type !== 'auth_ok') throw new Error(message)
    },
    // Home Assistant can ban an address after failed logins: don't try the same token again.
    reconnect: { shouldReconnect: (close, byDefault) => byDefault && close.cause !== 'handshake' },
  }
}
