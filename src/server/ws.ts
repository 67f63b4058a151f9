import { MAX_HELLO, NO_SESSIONS, SUBPROTOCOL } from '../protocol/index.ts'
import type { LinkReceiver, ServerLink, UpgradeRequest, UpgradeSocket } from './link.ts'

/** A socket of the package `ws`, version 8, as far as it is used. */
export interface WsSocket {
  readonly protocol: string
  readonly bufferedAmount: number
  /** Queues a frame, text or binary. */
  send(data: string | Uint8Array, options: { binary: boolean }): void
  /** Starts the closing handshake. */
  close(code: number, reason: string): void
  /** Adds a listener for each frame; binary ones come as a `Buffer`. */
  on(event: 'message', listener: (data: any, isBinary: boolean) => void): unknown
  /** Adds a listener for the end. */
  on(event: 'close' | 'error', listener: (...args: any[]) => void): unknown
}

/** What connects the server to a `WebSocketServer` of the package `ws`. */
export interface WsAdapter {
  /** To spread into the options of a `WebSocketServer`. */
  readonly wsOptions: {
    /** Selects `heartbeat.v1` where a client offers it. */
    readonly handleProtocols: (protocols: Set<string>) => string | false
    readonly maxPayload: number
    readonly perMessageDeflate: false
  }
  /** For `wss.on('connection', live.accept)`. */
  readonly accept: (socket: WsSocket, request: UpgradeRequest) => void
}

/** The number before a message, and its space. */
const MAX_PREFIX = 17

const ignore = (): void => {}

export function createWsAdapter(
  connect: (link: ServerLink, request: UpgradeRequest) => LinkReceiver,
  max: number,
): WsAdapter {
  function accept(socket: WsSocket, request: UpgradeRequest): void {
    // Without a listener an error would end the process; its `close` follows.
    socket.on('error', ignore)
    if (socket.protocol !== SUBPROTOCOL) {
      return socket.close(NO_SESSIONS, `offer the subprotocol ${SUBPROTOCOL}`)
    }
    const receiver = connect(new WsLink(socket, request.socket), request)
    socket.on('message', (data: Buffer, isBinary) => {
      receiver.receive(isBinary ? data : data.toString())
    })
    socket.on('close', () => receiver.end())
  }

  return {
    accept,
    wsOptions: {
      handleProtocols: (protocols) => protocols.has(SUBPROTOCOL) && SUBPROTOCOL,
      maxPayload: Math.max(max + MAX_PREFIX, MAX_HELLO),
      perMessageDeflate: false,
    },
  }
}

// A text goes to many sockets one after the other, and each would encode it again.
let lastText = ''
let lastBytes = Buffer.alloc(0)

function bytesOf(frame: string | Uint8Array): Uint8Array {
  if (typeof frame !== 'string') return frame
  if (frame !== lastText) lastBytes = Buffer.from((lastText = frame))
  return lastBytes
}

/** A class, as closures of its own would double what it takes of an idle client's memory. */
class WsLink implements ServerLink {
  readonly #socket: WsSocket
  readonly #connection: UpgradeSocket | undefined

  constructor(socket: WsSocket, connection: UpgradeSocket | undefined) {
    this.#socket = socket
    this.#connection = connection
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount
  }

  send(frame: string | Uint8Array): void {
    this.#socket.send(bytesOf(frame), { binary: typeof frame !== 'string' })
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** `ws` itself hands each frame to the system in a call of its own. */
  cork(): void {
    this.#connection?.cork?.()
  }

  uncork(): void {
    this.#connection?.uncork?.()
  }
}
