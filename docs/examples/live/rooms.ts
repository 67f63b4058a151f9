import { systemTimers } from 'vue-heartbeat-socket/socket'
import { createFakeServer } from 'vue-heartbeat-socket/testing'

/** The chat's server and its network, in this page. */
export const server = createFakeServer({ timers: systemTimers(), latency: 40 })

const { WebSocket, timer, page } = server.options

/** The options by which a socket of any url connects to it. */
export const network = { WebSocket, timer, page }
