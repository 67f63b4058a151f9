import type { SocketOptions } from 'vue-heartbeat-socket'

/** `login` is what CONNECT says of you: `user` and `pass`, `auth_token`, `name` and so on. */
export function nats(login: object = {}, Native = WebSocket): Omit<SocketOptions, 'url'> {
  return {
    WebSocket: withWholeMessages(Native),
    binaryType: 'arraybuffer',
    codec: { encode: (message) => `${message}\r\n`, decode: (message) => message },
    heartbeat: {
      message: 'PING\r\n',
      pong: 'PONG',
      reply: (message) => (message === 'PING' ? 'PONG\r\n' : undefined),
    },
    handshake: async ({ send, receive }) => {
      // The server's INFO.
      await receive()
      send(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, ...login })}`)
      send('PING')
      for (;;) {
        const answer: string = await receive()
        if (answer === 'PONG') return
        if (answer !== 'PING') throw new Error(answer)
        send('PONG')
      }
    },
  }
}

/**
 * A WebSocket with one event for each message of NATS. The server sends a stream: a frame of its may
 * hold several messages, a PING behind data say, or a part of one.
 */
function withWholeMessages(Native: typeof WebSocket): typeof WebSocket {
  return class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      let handler: ((event: { data: string }) => void) | null = null
      let rest = new Uint8Array()
      Object.defineProperty(this, 'onmessage', {
        set(given) {
          handler = given
        },
      })
      this.addEventListener('message', ({ data }) => {
        const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
        rest = join(rest, new Uint8Array(bytes))
        for (let end = endOfFirst(rest); end > 0; end = endOfFirst(rest)) {
          const message = textOf(rest.subarray(0, end - 2))
          rest = rest.subarray(end)
          handler?.({ data: message })
        }
      })
    }
  }
}

/** Where the first message ends, behind its CR LF; 0 if there is only a part of it. */
function endOfFirst(bytes: Uint8Array): number {
  const lineEnd = bytes.indexOf(0x0a) + 1
  const [, size] = /^H?MSG .* (\d+)\r\n$/.exec(textOf(bytes.subarray(0, lineEnd))) ?? []
  const end = size === undefined ? lineEnd : lineEnd + Number(size) + 2
  return end <= bytes.length ? end : 0
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(one.length + other.length)
  joined.set(one)
  joined.set(other, one.length)
  return joined
}
