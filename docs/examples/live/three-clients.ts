import { useWebSocket } from '@vueuse/core'
import { useHeartbeatSocket } from 'vue-heartbeat-socket'
import { systemTimers } from 'vue-heartbeat-socket/socket'
import { createFakeServer } from 'vue-heartbeat-socket/testing'
import { computed, onScopeDispose, shallowRef } from 'vue'

/** The server and the network, in this page and on its clock. */
export const server = createFakeServer({ timers: systemTimers(), latency: 40 })

/** This library. */
export function useOurs() {
  const socket = useHeartbeatSocket('three-clients', {
    ...server.options,
    heartbeat: { interval: 2_000, timeout: 1_500 },
    reconnect: { spread: 1_000, maxDelay: 2_000 },
  })
  const says = computed(() => (socket.suspectedAt ? 'suspected' : socket.status))
  return { says, price: computed(() => socket.lastMessage?.price) }
}

/** VueUse, with the same heartbeat. It makes the page's global WebSocket. */
export function useVueUse() {
  const { status, data } = useWebSocket<string>(server.options.url, {
    autoReconnect: true,
    heartbeat: { message: 'ping', responseMessage: 'pong', interval: 2_000, pongTimeout: 1_500 },
  })
  const says = computed(() => status.value.toLowerCase())
  return { says, price: computed(() => data.value && JSON.parse(data.value).price) }
}

/** A WebSocket alone, and the usual way to connect again. */
export function useBare() {
  const says = shallowRef('connecting')
  const price = shallowRef()
  let socket: WebSocket
  let retry = 0

  function connect(): void {
    socket = new WebSocket(server.options.url)
    socket.onopen = () => void (says.value = 'open')
    socket.onmessage = ({ data }) => void (price.value = JSON.parse(data).price)
    socket.onclose = () => {
      says.value = 'closed'
      retry = window.setTimeout(connect, 1_000)
    }
  }

  connect()
  onScopeDispose(() => {
    socket.onclose = null
    clearTimeout(retry)
    socket.close()
  })
  return { says, price }
}
