import { ADDRESS, createPeer } from '../support/peer.ts'
import { watch, type Side } from '../support/sockets.ts'
import { Original } from './load.ts'

type Arguments = ConstructorParameters<typeof Original>

/** Their socket, connecting; the first retry waits a second. */
export function there(
  options: Arguments[2] = {},
  url: Arguments[0] = ADDRESS,
): Side<InstanceType<typeof Original>> {
  const peer = createPeer()
  const usual = { WebSocket: peer.WebSocket, minReconnectionDelay: 1_000 }
  return watch(new Original(url, [], { ...usual, ...options }), peer)
}
