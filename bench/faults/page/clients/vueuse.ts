import { useIntervalFn, useWebSocket, type UseWebSocketOptions } from '@vueuse/core'
import { effectScope, watch } from 'vue'
import type { Journal } from '../journal.ts'
import type { Client, Pace } from './client.ts'

export function startUseWebSocket(url: string, pace: Pace | null, journal: Journal): Client {
  return effectScope(true).run(() => {
    const { status, send } = useWebSocket<string>(url, {
      ...(pace && optionsFor(pace)),
      onMessage: (_socket, { data }) => journal.heard(data),
    })
    watch(status, (is) => (is === 'OPEN' ? journal.opened() : journal.lost()), { flush: 'sync' })
    return { send, isSettled: () => status.value === 'OPEN' }
  })!
}

function optionsFor({ interval, timeout, delay }: Pace): UseWebSocketOptions {
  return {
    heartbeat: {
      message: 'ping',
      responseMessage: 'pong',
      scheduler: (beat) => useIntervalFn(beat, interval, { immediate: false }),
      pongTimeout: timeout,
    },
    autoReconnect: { retries: -1, delay },
  }
}
