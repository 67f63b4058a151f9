import type { SocketOptions } from 'vue-heartbeat-socket'

/** `params` gives what the server knows as the payload of `connection_init`, a token say. */
export function graphqlTransportWs(params?: () => unknown): Omit<SocketOptions, 'url'> {
  return {
    protocols: 'graphql-transport-ws',
    heartbeat: {
      message: '{"type":"ping"}',
      pong: (data) => isOf('pong', data),
      reply: (data) => (isOf('ping', data) ? '{"type":"pong"}' : undefined),
    },
    handshake: async ({ send, receive }) => {
      send({ type: 'connection_init', payload: params?.() })
      for (;;) {
        const { type } = await receive()
        if (type === 'connection_ack') return
        if (type !== 'ping') throw new Error(`No connection_ack but ${type}`)
        send({ type: 'pong' })
      }
    },
  }
}

/** Whether a message is of this type; only one that may be is parsed for it. */
function isOf(type: string, data: unknown): boolean {
  return typeof data === 'string' && data.includes(`"${type}"`) && JSON.parse(data).type === type
}
