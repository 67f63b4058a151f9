import type { SocketOptions } from 'vue-heartbeat-socket'

/** Asks for what came after the last message's `id`. The server first says whether it has all of it. */
export function since(address: string): SocketOptions {
  return {
    url: ({ cursor }) => (cursor === null ? address : `${address}?since=${cursor}`),
    cursor: (message) => message.id,
    handshake: async ({ receive }) => ({ recovered: (await receive()).complete }),
  }
}
