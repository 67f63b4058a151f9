import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'redis'
import { createHeartbeatServer } from 'vue-heartbeat-socket/server'
import { redisStreamsStore } from 'vue-heartbeat-socket/server/redis'
import { WebSocketServer } from 'ws'
import type { Reports, Served } from './served.ts'
import type { NodeSetup, Up } from '../setup.ts'

/** As in the documentation: nothing of it knows that it is a test. */
export async function serveOurs(setup: NodeSetup, reports: Reports): Promise<Served> {
  const redis = createClient({ url: setup.redisUrl })
  const { name, maxMessages } = setup
  const live = createHeartbeatServer<Up, unknown>({
    store: redisStreamsStore(redis, { name, maxMessages, maxBytes: 256 * 1_048_576 }),
    // The auditor gets the effects, the others the feed.
    authenticate: (_request, auth) => ({
      user: `u${auth}`,
      channels: [auth === 'auditor' ? 'effects' : 'news'],
    }),
  })
  live.on('message', (message, { publish }) => {
    reports.handled(message)
    publish('effects', message)
  })
  live.on('error', ({ message, cause }) => reports.error(`${message} ${String(cause)}`))
  const server = createServer((_request, response) => {
    response.writeHead(live.ready ? 200 : 503).end()
  })
  const wss = new WebSocketServer({ server, ...live.wsOptions })
  wss.on('connection', live.accept)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 10_000, resolve))

  async function publish(n: number): Promise<void> {
    for (;;) {
      try {
        return await live.publish('news', n, { id: `feed ${n}` })
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }

  return {
    port: (server.address() as AddressInfo).port,
    publish,
    publishOnce: (n, id) => live.publish('news', n, { id }),
    drain: (within) => live.drain({ within }),
  }
}
