import { Connection, ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'
import type { ReconnectingWebSocketOptions, SocketOptions } from 'vue-heartbeat-socket/socket'
import { ADDRESS, createPeer, type Peer } from './peer.ts'
import { pass, settle } from './try-table.ts'

/** A socket, the server that it connects to, and what it has told. */
export interface Side<Socket> {
  readonly socket: Socket
  readonly peer: Peer
  /** Types of events in order, with their codes: `close 1006`. */
  readonly story: string[]
  readonly events: any[]
}

interface Telling {
  addEventListener(type: string, listener: (event: any) => void): void
}

/** Notes all events of a socket of any make. */
export function watch<Socket extends Telling>(socket: Socket, peer: Peer): Side<Socket> {
  const side: Side<Socket> = { socket, peer, story: [], events: [] }
  for (const type of ['connecting', 'open', 'message', 'close', 'error']) {
    socket.addEventListener(type, (event) => {
      side.events.push(event)
      side.story.push(event.code === undefined ? type : `${type} ${event.code}`)
    })
  }
  return side
}

/** Lets sockets open, and forgets what they have told. */
export async function open(...sides: Side<unknown>[]): Promise<void> {
  for (const { peer } of sides) peer.accept()
  await settle()
  forget(...sides)
}

/** How long links stay that `lose` takes away: for everybody long enough to be stable. */
export const UPTIME = 20_000

/** Lets sockets open, stay open for some time, and lose their links. */
export async function lose(...sides: Side<unknown>[]): Promise<void> {
  await open(...sides)
  await pass(UPTIME)
  for (const { peer } of sides) peer.drop()
}

export function forget(...sides: Side<unknown>[]): void {
  for (const { story, events } of sides) story.length = events.length = 0
}

/** Our socket, connecting. */
export function here(
  options: ReconnectingWebSocketOptions = {},
  url: ConstructorParameters<typeof ReconnectingWebSocket>[0] = ADDRESS,
): Side<ReconnectingWebSocket> {
  const peer = createPeer()
  return watch(new ReconnectingWebSocket(url, [], { WebSocket: peer.WebSocket, ...options }), peer)
}

export interface Linked {
  readonly connection: Connection
  readonly peer: Peer
}

/** A connection that takes the longest delays that it may, and passes on text as it is. */
export function connect(options: Partial<SocketOptions> = {}): Linked {
  const peer = createPeer()
  const { WebSocket } = peer
  const usual = { url: ADDRESS, WebSocket, codec: 'text', random: () => 1 } as const
  return { connection: new Connection({ ...usual, ...options }), peer }
}
