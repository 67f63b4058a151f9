import type { SocketOptions } from 'vue-heartbeat-socket'

/** Several streams over one link, each with offsets of its own: partitions, or rooms. */
export function offsets(url: string, streams: readonly string[]): SocketOptions {
  return {
    url,
    cursor: ({ stream, offset }, previous) => ({ ...previous, [stream]: offset }),
    handshake: async ({ send, receive, cursor }) => {
      send({ subscribe: streams, after: cursor ?? {} })
      return { recovered: (await receive()).complete }
    },
  }
}
