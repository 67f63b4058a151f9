import { counting, type Library } from './library.ts'

export const vueUse: Library = counting({
  name: 'VueUse `useWebSocket`',
  source: '@vueuse/core 14.4.0, dist/index.js, useWebSocket; `autoReconnect: true`',
  create: () => () => 1_000,
})

export const reconnectingWebSocket: Library = counting({
  name: 'reconnecting-websocket',
  source:
    'reconnecting-websocket 4.4.0, dist/reconnecting-websocket-mjs.js, DEFAULT, _getNextDelay',
  connectTimeout: 4_000,
  minUptime: 5_000,
  create(clients) {
    // Drawn once, when the module is loaded.
    const firsts = new Float64Array(clients)
    return (retry, random, client) => {
      firsts[client] ||= 1_000 + random() * 4_000
      return Math.min(firsts[client]! * 1.3 ** (retry - 1), 10_000)
    }
  },
})

export const partysocket: Library = counting({
  name: 'partysocket',
  source: 'partysocket 1.3.0, dist/ws.js, DEFAULT, _getNextDelay',
  connectTimeout: 4_000,
  minUptime: 5_000,
  create: () => (retry) => Math.min(3_000 * 1.3 ** (retry - 1), 10_000),
})

const socketIo = counting({
  name: 'socket.io',
  source: 'socket.io-client 4.8.4, build/esm/manager.js and contrib/backo2.js',
  connectTimeout: 20_000,
  create: () => (retry, random) => {
    const delay = 1_000 * 2 ** (retry - 1)
    const chance = random()
    const deviation = Math.floor(chance * 0.5 * delay)
    const isLess = Math.floor(chance * 10) % 2 === 0
    return Math.min(isLess ? delay - deviation : delay + deviation, 5_000)
  },
})

const signalR = counting({
  name: 'SignalR',
  source: '@microsoft/signalr 10.0.11, src/DefaultReconnectPolicy.ts; `withAutomaticReconnect()`',
  create: () => (retry) => [0, 2_000, 10_000, 30_000][retry - 1] ?? Infinity,
})

const phoenix = counting({
  name: 'phoenix',
  source: 'phoenix 1.8.16, assets/js/phoenix/socket.js, reconnectAfterMs',
  create: () => (retry) => [10, 50, 100, 150, 200, 250, 500, 1_000, 2_000][retry - 1] ?? 5_000,
})

const centrifuge = counting({
  name: 'centrifuge',
  source: 'centrifuge 5.8.0, build/index.js, backoff, _getReconnectDelay',
  connectTimeout: 5_000,
  create: () => (retry, random) => {
    const range = Math.min(20_000, 500 * 2 ** (retry - 1))
    return Math.min(20_000, 500 + Math.floor(random() * (range + 1)))
  },
})

/** Others, with the defaults that their documentation names. */
export const peers: readonly Library[] = [
  vueUse,
  reconnectingWebSocket,
  partysocket,
  socketIo,
  signalR,
  phoenix,
  centrifuge,
]
