import { FrameImpl, Parser } from '@stomp/stompjs'
import type { WebSocket, WebSocketServer } from 'ws'

type Headers = Record<string, string>

/** How often the broker beats where the client wants it, in ms. */
const BEAT = 5_000

/** A broker of STOMP 1.2 for topics: no acknowledgements, no transactions. */
export function serveStomp(server: WebSocketServer): void {
  const sessions = new Set<Session>()
  server.on('connection', (socket) => {
    const session = new Session(socket, (headers, body) => {
      for (const one of sessions) one.deliver(headers, body)
    })
    sessions.add(session)
    socket.on('close', () => {
      session.end()
      sessions.delete(session)
    })
  })
}

class Session {
  readonly #socket: WebSocket
  readonly #publish: (headers: Headers, body: string) => void
  readonly #subscriptions = new Map<string, string>()
  #messages = 0
  #beat: ReturnType<typeof setInterval> | undefined

  constructor(socket: WebSocket, publish: (headers: Headers, body: string) => void) {
    this.#socket = socket
    this.#publish = publish
    const parser = new Parser(
      (raw) => this.#take(FrameImpl.fromRawFrame(raw, true)),
      () => {},
    )
    socket.on('message', (data) => parser.parseChunk(String(data)))
  }

  deliver(headers: Headers, body: string): void {
    for (const [id, destination] of this.#subscriptions) {
      if (destination !== headers['destination']) continue
      const own = { subscription: id, 'message-id': String(this.#messages++) }
      this.#send('MESSAGE', { ...headers, ...own }, body)
    }
  }

  end(): void {
    clearInterval(this.#beat)
  }

  #take({ command, headers, body }: FrameImpl): void {
    const { id = '', destination = '' } = headers
    if (command === 'CONNECT' || command === 'STOMP') this.#connect(headers)
    else if (command === 'SUBSCRIBE') this.#subscriptions.set(id, destination)
    else if (command === 'UNSUBSCRIBE') this.#subscriptions.delete(id)
    else if (command === 'SEND') this.#publish({ destination }, body)
    else if (command !== 'DISCONNECT') this.#refuse(`${command} is not spoken here`)
    const { receipt } = headers
    if (receipt) this.#send('RECEIPT', { 'receipt-id': receipt })
  }

  #connect(headers: Headers): void {
    if (!headers['accept-version']?.split(',').includes('1.2')) {
      this.#refuse('Only version 1.2 is spoken here')
      return
    }
    const [, wanted = '0'] = headers['heart-beat']?.split(',') ?? []
    if (Number(wanted) > 0) {
      const interval = Math.max(BEAT, Number(wanted))
      this.#beat = setInterval(() => this.#socket.send('\n'), interval)
    }
    this.#send('CONNECTED', { version: '1.2', 'heart-beat': `${BEAT},0` })
  }

  #refuse(message: string): void {
    this.#send('ERROR', { message })
    this.#socket.close()
  }

  #send(command: string, headers: Headers, body = ''): void {
    // The specification leaves these two unescaped.
    const escapeHeaderValues = command !== 'CONNECTED'
    this.#socket.send(FrameImpl.marshall({ command, headers, body, escapeHeaderValues }))
  }
}
