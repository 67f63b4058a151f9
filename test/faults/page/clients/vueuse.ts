import { useIntervalFn, useWebSocket } from '@vueuse/core'
import { effectScope, watch } from 'vue'
import type { Journal } from '../journal.ts'
import type { Pace } from './client.ts'

export function startUseWebSocket(url: string, pace: Pace, journal: Journal): void {
  const { interval, timeout, delay } = pace
  effectScope(true).run(() => {
    const { status } = useWebSocket<string>(url, {
      heartbeat: {
        message: 'ping',
        responseMessage: 'pong',
        scheduler: (beat) => useIntervalFn(beat, interval, { immediate: false }),
        pongTimeout: timeout,
      },
      autoReconnect: { retries: -1, delay },
      onMessage: (_socket, { data }) => journal.heard(data),
    })
    watch(status, (is) => (is === 'OPEN' ? journal.opened() : journal.lost()), { flush: 'sync' })
  })
}
