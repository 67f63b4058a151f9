import type { HeartbeatSocketStore } from 'vue-heartbeat-socket'
import type { ReconnectingWebSocket } from 'vue-heartbeat-socket/socket'

/** What happened to one native WebSocket; times by the page's clock, `null` for not yet. */
export interface NativeRecord {
  path: string
  attemptedAt: number
  openedAt: number | null
  heardAt: number | null
  closedAt: number | null
}

/** One change of status, as the socket told it. */
export interface Change {
  at: number
  status: string
  cause: string | null
}

/** What the tests read in the page. */
export interface Harness {
  readonly sockets: Record<string, HeartbeatSocketStore>
  readonly timelines: Record<string, Change[]>
  readonly natives: NativeRecord[]
  readonly ReconnectingWebSocket: typeof ReconnectingWebSocket
}

declare global {
  interface Window {
    harness: Harness
  }
}

/** Records every WebSocket of the page, those that the library has let go of included. */
export function recordSockets(): NativeRecord[] {
  const records: NativeRecord[] = []
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      // Before the constructor, which may take its time.
      const attemptedAt = performance.now()
      super(url, protocols)
      const record: NativeRecord = {
        path: new URL(this.url).pathname,
        attemptedAt,
        openedAt: null,
        heardAt: null,
        closedAt: null,
      }
      records.push(record)
      this.addEventListener('open', () => (record.openedAt = performance.now()))
      this.addEventListener('message', () => (record.heardAt = performance.now()))
      this.addEventListener('close', () => (record.closedAt = performance.now()))
    }
  }
  return records
}
