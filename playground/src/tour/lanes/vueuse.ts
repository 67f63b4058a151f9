import { useIntervalFn, useWebSocket } from '@vueuse/core'
import { effectScope, watch } from 'vue'
import type { OpenLane } from './lane.ts'

/** VueUse's `useWebSocket`, with the heartbeat and the reconnect of its documentation. */
export const openVueUse: OpenLane = (url, { interval, timeout, delay }, listener) => {
  const scope = effectScope(true)
  let native: WebSocket | undefined
  /** Sent since it was open last: `send()` has said so, and it buffers these. */
  let buffered = 0

  const send = scope.run(() => {
    const socket = useWebSocket(url, {
      heartbeat: {
        message: 'ping',
        responseMessage: 'pong',
        scheduler: (beat) => useIntervalFn(beat, interval, { immediate: false }),
        pongTimeout: timeout,
      },
      autoReconnect: { delay },
      onConnected(opened) {
        native = opened
        buffered = 0
      },
      onMessage: (_socket, { data }) => listener.hears(data),
    })
    const report = (now: string): void => listener.report(now, now === 'OPEN')
    watch(socket.status, report, { immediate: true, flush: 'sync' })
    return socket.send
  })!

  return {
    accounts: false,
    send(text) {
      if (!send(text)) buffered++
    },
    isReady: () => true,
    held: () => buffered,
    end() {
      scope.stop()
      // After a pong timeout it still waits for this one's `close`, and would reconnect on it even
      // though its scope has ended.
      if (native) native.onclose = null
    },
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
