import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'redis'
import { onTestFinished } from 'vitest'
import { createHeartbeatServer, type ServerOptions } from 'vue-heartbeat-socket/server'
import { redisStreamsStore } from 'vue-heartbeat-socket/server/redis'
import { WebSocketServer } from 'ws'

export interface NodeSetup extends Partial<ServerOptions<any>> {
  readonly redisUrl: string
  readonly name: string
  readonly maxMessages?: number
}

/** A node as an app has it: `ws`, the server, the store. It ends with the test. */
export async function startNode({ redisUrl, name, maxMessages, ...options }: NodeSetup) {
  const store = redisStreamsStore(createClient({ url: redisUrl }), { name, maxMessages })
  const live = createHeartbeatServer<any, any>({
    authenticate: (_request, auth) => ({ user: String(auth), channels: ['news', 'echo'] }),
    ...options,
    store,
  })
  const errors: (Error & { readonly code: string })[] = []
  live.on('error', (error) => void errors.push(error))
  const server = createServer()
  const wss = new WebSocketServer({ server, ...live.wsOptions })
  wss.on('connection', live.accept)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  function close(): void {
    for (const socket of wss.clients) socket.terminate()
    server.close()
    store.close()
  }
  onTestFinished(close)
  const { port } = server.address() as AddressInfo
  return { live, store, wss, errors, close, port, url: `ws://127.0.0.1:${port}` }
}
