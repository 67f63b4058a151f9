import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/** What the server does with a socket. */
export type Behaviour = (
  socket: WebSocket,
  query: URLSearchParams,
  request: IncomingMessage,
) => void

/** The behaviours of one server, by path. */
export function createBehaviours(): Record<string, Behaviour> {
  const closings = new Map<string, Promise<string>>()
  return {
    echo(socket) {
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
    },
    /** Speaks first. */
    greet(socket) {
      socket.send('hello')
    },
    /** Closes when it is spoken to. */
    close(socket, query) {
      const code = query.get('code')
      socket.on('message', () => {
        if (code === null) socket.close()
        else socket.close(Number(code), query.get('reason') ?? '')
      })
    },
    closeAtOnce(socket) {
      socket.close(4000, 'not you')
    },
    /** Is gone when it is spoken to. */
    vanish(socket) {
      socket.on('message', () => socket.terminate())
    },
    /** Answers with three messages. */
    burst(socket) {
      socket.on('message', () => {
        for (const text of ['one', 'two', 'three']) socket.send(text)
      })
    },
    /** Says what was asked for. */
    request(socket, _, { url, headers }) {
      socket.send(JSON.stringify({ url, protocols: headers['sec-websocket-protocol'] ?? null }))
    },
    /** Says of a pong. */
    ping(socket) {
      socket.on('message', () => socket.ping('are you there?'))
      socket.on('pong', (data) => socket.send(`pong: ${String(data)}`))
    },
    /** Answers in three frames. */
    fragments(socket) {
      socket.on('message', () => {
        socket.send('in ', { fin: false })
        socket.send('three ', { fin: false })
        socket.send('frames', { fin: true })
      })
    },
    /** Answers with bytes in place of text. */
    garbage(socket) {
      socket.on('message', () => socket.send(Buffer.from([0xff, 0xfe]), { binary: false }))
    },
    deflate(socket) {
      socket.send(socket.extensions)
    },
    /** Keeps in mind what the client says, and how it closes. */
    closing(socket, query) {
      let heard = ''
      socket.on('message', (data) => (heard += `${String(data)} `))
      closings.set(
        query.get('id')!,
        new Promise((resolve) => {
          socket.on('close', (code, reason) => resolve(`${heard}${code} ${String(reason)}`.trim()))
        }),
      )
    },
    /** Answers with what was heard there, and how it closed. */
    closed(socket, query) {
      socket.on('message', async () => {
        socket.send((await closings.get(query.get('id')!)) ?? 'unknown')
      })
    },
  }
}

/** Handshakes that fail, by path. */
export const refusals: Record<string, (tcp: Duplex, query: URLSearchParams) => void> = {
  status(tcp, query) {
    tcp.end(`HTTP/1.1 ${query.get('code')} No\r\nLocation: /echo\r\nContent-Length: 0\r\n\r\n`)
  },
  wrongKey(tcp) {
    tcp.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Accept: wrong\r\n\r\n',
    )
  },
  nonsense(tcp) {
    tcp.end('Good morning\r\n\r\n')
  },
  drop(tcp) {
    tcp.destroy()
  },
}
