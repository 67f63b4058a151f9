import { effectScope, watch } from 'vue'
import { onSocketEvent, onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import type { OpenLane } from './lane.ts'

/** This library, with VueUse's rhythm: a ping at every interval, a fixed delay. */
export const oursNamed =
  (name: string, resend: boolean): OpenLane =>
  (url, { interval, timeout, delay }, listener) => {
    const scope = effectScope(true)
    // A server that has never answered a ping may be one that never does: losses go untold so far.
    let isAnswered = false

    const socket = scope.run(() => {
      const made = useHeartbeatSocket(name, {
        url,
        codec: 'text',
        heartbeat: { interval, timeout, idleOnly: false },
        reconnect: { delay: () => delay },
        outbox: { resend },
        closeDelay: 0,
      })
      watch(
        () => made.status,
        (now) => listener.report(now, now === 'open'),
        { immediate: true, flush: 'sync' },
      )
      onSocketMessage((text) => listener.hears(text), { socket: name })
      onSocketEvent('heartbeat', () => (isAnswered = true), { socket: name })
      onSocketEvent('drop', ({ data }) => listener.drops(String(data)), { socket: name })
      return made
    })!
    return {
      send: (text) => void socket.send(text),
      isReady: () => isAnswered,
      held: () => socket.queued + (socket.unconfirmed ?? 0),
      end: () => scope.stop(),
    }
  }

export const openOurs: OpenLane = oursNamed('tour', false)

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
