import { fileURLToPath } from 'node:url'

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

/** The package's public names, for pages that run on its sources; the longest match comes first. */
export const alias = [
  { find: 'vue-heartbeat-socket/socket', replacement: source('socket.ts') },
  { find: 'vue-heartbeat-socket/testing', replacement: source('testing/index.ts') },
  { find: 'vue-heartbeat-socket/worker-timers', replacement: source('worker-timers/index.ts') },
  { find: 'vue-heartbeat-socket', replacement: source('index.ts') },
]
