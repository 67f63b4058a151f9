import type { SocketOptions } from 'vue-heartbeat-socket'

type Options = Omit<SocketOptions, 'url'>
/** The connection, or the store: it is there when a handshake runs. */
type GetSocket = () => { configure(patch: Partial<SocketOptions>): void }

/** For `/engine.io/?EIO=4&transport=websocket`. */
export function engineIo(getSocket: GetSocket): Options {
  return {
    codec: 'text',
    heartbeat: {
      message: null,
      interval: 25_000,
      timeout: 20_000,
      reply: (data) => (data === '2' ? '3' : undefined),
    },
    handshake: async ({ receive }) => heed(await receive(), getSocket),
  }
}

/** For `/socket.io/?EIO=4&transport=websocket`; `auth` gives what the server knows by that name. */
export function socketIo(getSocket: GetSocket, auth?: () => object): Options {
  return {
    ...engineIo(getSocket),
    codec: {
      encode: (data) => (Array.isArray(data) ? `42${JSON.stringify(data)}` : data),
      decode: (data) =>
        typeof data === 'string' && data.startsWith('42[') ? JSON.parse(data.slice(2)) : data,
    },
    handshake: async ({ send, receive }) => {
      heed(await receive(), getSocket)
      send(auth ? `40${JSON.stringify(auth())}` : '40')
      for (;;) {
        const answer: string = await receive()
        if (answer.startsWith('40')) return
        if (answer !== '2') throw new Error(answer)
        send('3')
      }
    },
  }
}

/** Puts into force what the open packet announces. */
function heed(packet: string, getSocket: GetSocket): void {
  if (!packet.startsWith('0')) throw new Error(`No open packet but ${packet}`)
  const { pingInterval: interval, pingTimeout: timeout } = JSON.parse(packet.slice(1))
  getSocket().configure({ heartbeat: { interval, timeout } })
}
