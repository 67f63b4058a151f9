import Original from 'reconnectingwebsocket'
import { vi } from 'vitest'
import { ADDRESS, createPeer } from '../support/peer.ts'
import { watch, type Side } from '../support/sockets.ts'

/**
 * Their socket, connecting. It takes the global class at each attempt, so there can be only one at a time:
 * no timer is left of any that was there before.
 */
export function there(options: object = {}, url: string = ADDRESS): Side<Original> {
  const peer = createPeer()
  vi.clearAllTimers()
  vi.stubGlobal('WebSocket', peer.WebSocket)
  return watch(new Original(url, null, options), peer)
}
