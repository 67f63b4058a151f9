// The process of a node: a server half over Redis, as an app would have it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'redis'
import { createHeartbeatServer } from 'vue-heartbeat-socket/server'
import { redisStreamsStore } from 'vue-heartbeat-socket/server/redis'
import { WebSocketServer } from 'ws'
import { isLocal } from '../admission.ts'
import type { Done, Numbered } from './api.ts'
import { CHANNEL, STORE, type NodeReport, type NodeSetup } from './setup.ts'

const REPORT_EVERY = 500

const { redisUrl }: NodeSetup = JSON.parse(process.argv[2]!)
const report = (said: NodeReport): void => void process.send?.(said)

let clients = 0
let handled = 0

const live = createHeartbeatServer<Numbered, Numbered | Done>({
  store: redisStreamsStore(createClient({ url: redisUrl }), { name: STORE }),
  authenticate: () => ({ user: 'reader', channels: [CHANNEL] }),
  origins: isLocal,
  metrics: (name, value) => {
    if (name === 'clients') clients = value
  },
})
live.on('message', ({ n }, { reply }) => {
  handled++
  reply({ done: n })
})

const server = createServer((_request, response) => {
  response.writeHead(live.ready ? 200 : 503).end()
})
const sockets = new WebSocketServer({ server, ...live.wsOptions })
sockets.on('connection', live.accept)
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
report({ listening: (server.address() as AddressInfo).port })
setInterval(() => report({ clients, handled }), REPORT_EVERY)
process.on('disconnect', () => process.exit())
