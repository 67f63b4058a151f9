import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import { createClient } from 'redis-lowest'
import { Server } from 'socket.io'
import type { Reports, Served } from './served.ts'
import type { NodeSetup, Up } from '../setup.ts'

/** socket.io with its adapter for Redis streams and connection state recovery, as documented. */
export async function serveSocketIo(setup: NodeSetup, reports: Reports): Promise<Served> {
  const redis = createClient({ url: setup.redisUrl })
  redis.on('error', (error: Error) => reports.error(String(error)))
  await redis.connect()
  const server = createServer((_request, response) => response.end())
  const io = new Server(server, {
    adapter: createAdapter(redis, { streamName: setup.name, maxLen: setup.maxMessages }),
    connectionStateRecovery: {},
    transports: ['websocket'],
  })
  io.on('connection', (socket) => {
    void socket.join(socket.handshake.auth.role === 'auditor' ? 'effects' : 'news')
    socket.on('up', (message: Up, acknowledge: () => void) => {
      reports.handled(message)
      io.to('effects').emit('effect', message)
      acknowledge()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 10_000, resolve))

  const publish = async (n: number): Promise<void> => void io.to('news').emit('news', n)

  return {
    port: (server.address() as AddressInfo).port,
    publish,
    publishOnce: publish,
    drain: () => new Promise((resolve) => void io.close(() => resolve())),
  }
}
