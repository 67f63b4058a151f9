import { useWebSocket, type UseWebSocketOptions, type UseWebSocketReturn } from '@vueuse/core'
import { onTestFinished, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { ADDRESS, createPeer, type Peer } from '../support/peer.ts'

export interface Used extends UseWebSocketReturn<any> {
  readonly peer: Peer
  readonly scope: EffectScope
}

/**
 * Their composable in a scope of its own. It takes the global class at each attempt, so no timer is left
 * of any that was there before.
 */
export function there(
  options: UseWebSocketOptions = {},
  url: Parameters<typeof useWebSocket>[0] = ADDRESS,
): Used {
  const peer = createPeer()
  vi.stubGlobal('WebSocket', peer.WebSocket)
  vi.clearAllTimers()
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  return { ...scope.run(() => useWebSocket(url, options))!, peer, scope }
}
