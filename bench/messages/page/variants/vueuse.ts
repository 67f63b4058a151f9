import { useIntervalFn, useWebSocket, type UseWebSocketOptions } from '@vueuse/core'
import { defineComponent, shallowRef } from 'vue'
import type { Counter } from '../counter.ts'
import { mount, showing } from '../show.ts'
import type { Variant } from './variant.ts'

interface Settings {
  readonly heartbeat?: boolean
}

/** At the same pace as ours. */
const HEARTBEAT: NonNullable<UseWebSocketOptions['heartbeat']> = {
  message: 'ping',
  responseMessage: 'pong',
  pongTimeout: 10_000,
  scheduler: (beat) => useIntervalFn(beat, 15_000, { immediate: false }),
}

export const vueuse = (settings: Settings): Variant => {
  return (url, counter) => {
    mount(
      defineComponent({
        setup() {
          use(url, counter, settings, counter.take)
          return () => null
        },
      }),
    )
  }
}

export const vueuseShown = (settings: Settings): Variant => {
  return (url, counter) => {
    mount(
      showing(() => {
        const count = shallowRef(0)
        const { data } = use(url, counter, settings, (message) => {
          count.value++
          counter.take(message)
        })
        return () => ({ last: data.value, count: count.value })
      }),
    )
  }
}

function use(
  url: string,
  { ready }: Counter,
  { heartbeat = false }: Settings,
  take: (message: unknown) => void,
) {
  const { data } = useWebSocket(url, {
    autoReconnect: true,
    heartbeat: heartbeat && HEARTBEAT,
    onConnected(socket) {
      socket.binaryType = 'arraybuffer'
      ready(socket)
    },
    onMessage: (_, event) => take(event.data),
  })
  return { data }
}
