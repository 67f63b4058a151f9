import { effectScope, watch } from 'vue'
import { onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import type { OpenLane } from './lane.ts'

const NAME = 'tour'

/** This library, with VueUse's rhythm: a ping at every interval, a fixed delay. */
export const openOurs: OpenLane = (url, { interval, timeout, delay }, listener) => {
  const scope = effectScope(true)

  scope.run(() => {
    const socket = useHeartbeatSocket(NAME, {
      url,
      codec: 'text',
      heartbeat: { interval, timeout, idleOnly: false },
      reconnect: { delay: () => delay },
    })
    watch(
      () => socket.status,
      (now) => listener.report(now, now === 'open'),
      { immediate: true, flush: 'sync' },
    )
    onSocketMessage((text) => listener.hears(text), { socket: NAME })
  })
  return () => scope.stop()
}

export const oursCode = ({ interval, timeout, delay }: Parameters<OpenLane>[1]): string =>
  `useHeartbeatSocket('tour', {
  url,
  codec: 'text',
  heartbeat: {
    interval: ${interval},
    timeout: ${timeout},
    idleOnly: false,
  },
  reconnect: { delay: () => ${delay} },
})`
