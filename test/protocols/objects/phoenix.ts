import type { SocketOptions } from 'vue-heartbeat-socket'

/**
 * Joins `topic` on each opening; `params` gives the payload. `nextRef` never gives the same twice;
 * take the refs of your messages from it too.
 */
export function phoenix(
  topic: string,
  params: () => object,
  nextRef: () => string,
): Omit<SocketOptions, 'url'> {
  let pingRef: string

  /** Only a message that may answer a heartbeat is parsed for it. */
  function isPong(data: unknown): boolean {
    if (typeof data !== 'string' || !data.includes('"phoenix"')) return false
    const [, ref, from, event] = JSON.parse(data)
    return from === 'phoenix' && event === 'phx_reply' && ref === pingRef
  }

  return {
    heartbeat: {
      interval: 30_000,
      // The server closes a link on which the client says nothing for 60 s.
      idleOnly: false,
      message: () => JSON.stringify([null, (pingRef = nextRef()), 'phoenix', 'heartbeat', {}]),
      pong: isPong,
    },
    handshake: async ({ send, receive }) => {
      const joinRef = nextRef()
      send([joinRef, joinRef, topic, 'phx_join', params()])
      let [, ref, , event, payload] = await receive()
      while (event !== 'phx_reply' || ref !== joinRef) [, ref, , event, payload] = await receive()
      if (payload.status !== 'ok') throw new Error(JSON.stringify(payload.response))
    },
  }
}
