import { Connection } from 'vue-heartbeat-socket/socket'
import type { SocketOptions } from 'vue-heartbeat-socket/socket'
import { createFakeServer, createFakeTimers } from 'vue-heartbeat-socket/testing'
import type { FakeConnection, FakeServer, FakeTimers } from 'vue-heartbeat-socket/testing'
import { handshakeOf, readRecording, replay } from './recording.ts'

/** Makes a protocol's options for this connection and this class. */
export type Protocol = (
  getSocket: () => Connection,
  Native: typeof WebSocket,
) => Omit<SocketOptions, 'url'>

export interface Kit {
  readonly timers: FakeTimers
  readonly server: FakeServer
  readonly connection: Connection
  /** The link attempted last. */
  readonly link: FakeConnection
  /** The messages that handlers got. */
  readonly messages: unknown[]
  serverSays(frame: string): Promise<void>
  /** What the app sends so that this frame goes out. */
  toMessage(frame: string): unknown
}

/** A connection of this protocol to a fake server that has accepted it, on fake timers. */
export function setUp(protocol: Protocol, wire: Partial<Wire> = {}): Kit {
  const { encode, toMessage } = { ...PLAIN, ...wire }
  const timers = createFakeTimers()
  const server = createFakeServer({ timers, ping: () => false })
  const { options } = server
  const connection: Connection = new Connection({
    ...options,
    ...protocol(() => connection, options.WebSocket as unknown as typeof WebSocket),
  })
  const messages: unknown[] = []
  connection.on('message', (message) => void messages.push(message))
  server.accept()
  return {
    timers,
    server,
    connection,
    messages,
    toMessage,
    get link() {
      return server.connections.at(-1)!
    },
    async serverSays(frame) {
      server.send(encode(frame))
      await timers.advance(0)
    },
  }
}

/** The same, after the handshake of the recording of this name. */
export async function setUpOpen(
  name: string,
  protocol: Protocol,
  wire?: Partial<Wire>,
): Promise<Kit> {
  const kit = setUp(protocol, wire)
  await replay(kit, handshakeOf(readRecording(name)))
  return kit
}

/** How frames look to the server and to the app. */
interface Wire {
  encode(frame: string): string | Uint8Array
  toMessage(frame: string): unknown
}

const PLAIN: Wire = { encode: (frame) => frame, toMessage: (frame) => frame }
