import { useIntervalFn, useWebSocket } from '@vueuse/core'
import { effectScope, watch } from 'vue'
import type { OpenLane } from './lane.ts'

/** VueUse's `useWebSocket`, with the heartbeat and the reconnect of its documentation. */
export const openVueUse: OpenLane = (url, { interval, timeout, delay }, listener) => {
  const scope = effectScope(true)
  let native: WebSocket | undefined

  scope.run(() => {
    const { status } = useWebSocket(url, {
      heartbeat: {
        message: 'ping',
        responseMessage: 'pong',
        scheduler: (beat) => useIntervalFn(beat, interval, { immediate: false }),
        pongTimeout: timeout,
      },
      autoReconnect: { delay },
      onConnected: (socket) => (native = socket),
      onMessage: (_socket, { data }) => listener.hears(data),
    })
    watch(status, (now) => listener.report(now, now === 'OPEN'), { immediate: true, flush: 'sync' })
  })

  return () => {
    scope.stop()
    // After a pong timeout it still waits for this one's `close`, and would reconnect on it even
    // though its scope has ended.
    if (native) native.onclose = null
  }
}

export const vueUseCode = ({ interval, timeout, delay }: Parameters<OpenLane>[1]): string =>
  `useWebSocket(url, {
  heartbeat: {
    message: 'ping',
    responseMessage: 'pong',
    scheduler: (beat) =>
      useIntervalFn(beat, ${interval}, { immediate: false }),
    pongTimeout: ${timeout},
  },
  autoReconnect: { delay: ${delay} },
})`
