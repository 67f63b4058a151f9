import { Connection, systemTimers } from 'vue-heartbeat-socket/socket'
import { createFakeServer } from 'vue-heartbeat-socket/testing'

/** What a page can know of its link. `lost`: it waits before the next attempt. */
export type Phase = 'connecting' | 'open' | 'suspected' | 'lost' | 'reconnecting'

/** A link to a server in this page. Calls `enter` with each phase, and `note` with each heartbeat. */
export function watchLink(enter: (phase: Phase) => void, note: (what: 'ping' | 'pong') => void) {
  const server = createFakeServer({ timers: systemTimers(), latency: 250 })
  const connection = new Connection({
    ...server.options,
    heartbeat: { interval: 2_000, timeout: 2_000 },
    reconnect: { spread: 2_000 },
  })

  connection.on('ping', () => note('ping'))
  connection.on('pong', () => note('pong'))
  connection.on('suspect', ({ since }) => {
    if (connection.isOpen) enter(since === null ? 'open' : 'suspected')
  })
  connection.on('status', ({ status, retryIn }) => enter(retryIn ? 'lost' : (status as Phase)))

  server.accept()
  return {
    /** From now on nothing arrives over the present link. The next one works. */
    freeze() {
      const link = server.connections.at(-1)!
      server.goSilent(link)
      return link
    },
    dispose: () => connection.dispose(),
  }
}
