import { onScopeDispose } from 'vue'
import type { FakeServer } from 'vue-heartbeat-socket/testing'

/**
 * Lets the page's global WebSocket connect to a fake server, for its url alone: for clients that take
 * no class as an option. Until the scope ends.
 */
export function useGlobalWebSocket({ options }: FakeServer): void {
  const native = globalThis.WebSocket

  globalThis.WebSocket = new Proxy(native, {
    construct(_, [url, protocols]: [string, string[]?]) {
      return url === options.url
        ? new options.WebSocket(url, protocols)
        : new native(url, protocols)
    },
  })
  onScopeDispose(() => void (globalThis.WebSocket = native))
}
