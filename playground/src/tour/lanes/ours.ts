import { effectScope, watch } from 'vue'
import { onSocketEvent, onSocketMessage, useHeartbeatSocket } from 'vue-heartbeat-socket'
import { createSession } from 'vue-heartbeat-socket/session'
import { isMetrics } from '../../feed.ts'
import type { OpenLane } from './lane.ts'
import { reportingResends } from './resends.ts'

/** What becomes of a message: losses are reported, it is sent again, or there are none. */
export type Level = 'reported' | 'resent' | 'session'

const levels = {
  reported: () => ({ codec: 'text' as const }),
  resent: () => ({ codec: 'text' as const, outbox: { resend: true } }),
  session: () => ({ session: createSession() }),
}

/** This library, with VueUse's rhythm: a ping at every interval, a fixed delay. */
export const oursNamed =
  (name: string, level: Level): OpenLane =>
  (url, { interval, timeout, delay }, listener) => {
    const scope = effectScope(true)
    // A server that has never answered a ping may be one that never does: losses go untold so far.
    let isAnswered = false
    let openings = 0

    const socket = scope.run(() => {
      const made = useHeartbeatSocket(name, {
        url,
        ...levels[level](),
        heartbeat: { interval, timeout, idleOnly: false },
        reconnect: { delay: () => delay },
        closeDelay: 0,
        WebSocket: reportingResends(() => listener.resends()),
      })
      watch(
        () => made.status,
        (now) => listener.report(now, now === 'open'),
        { immediate: true, flush: 'sync' },
      )
      onSocketMessage(
        (message: unknown) => {
          listener.hears(typeof message === 'string' ? message : JSON.stringify(message))
          const isOld = isMetrics(message) && message.at < (made.openedAt ?? 0)
          if (openings > 1 && isOld) listener.replays()
        },
        { socket: name },
      )
      onSocketEvent('open', () => openings++, { socket: name })
      onSocketEvent('heartbeat', () => (isAnswered = true), { socket: name })
      onSocketEvent('drop', ({ data }) => listener.drops(String(data)), { socket: name })
      return made
    })!
    return {
      accounts: true,
      send: (text) => void socket.send(text),
      isReady: () => isAnswered,
      held: () => socket.queued + (socket.unconfirmed ?? 0),
      end: () => scope.stop(),
    }
  }

export const openOurs: OpenLane = oursNamed('tour', 'reported')

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
