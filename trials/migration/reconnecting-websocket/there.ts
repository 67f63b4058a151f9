import Original, { type Options, type UrlProvider } from 'reconnecting-websocket'
import { ADDRESS, createPeer } from '../support/peer.ts'
import { watch, type Side } from '../support/sockets.ts'

/** Their socket, connecting; the first retry waits a second. */
export function there(options: Options = {}, url: UrlProvider = ADDRESS): Side<Original> {
  const peer = createPeer()
  const usual = { WebSocket: peer.WebSocket, minReconnectionDelay: 1_000 }
  return watch<Original>(new Original(url, [], { ...usual, ...options }), peer)
}
