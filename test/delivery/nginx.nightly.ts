import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { startRedis } from '../../bench/support/redis-server.ts'
import { startNode } from '../server/redis/support/node.ts'
import { ProtocolClient } from '../server/support/protocol-client.ts'
import { startNginx } from './support/nginx.ts'

it('lets sessions through, also when a node behind it goes away', async () => {
  const { port, nodes } = await setUp()
  const client = new ProtocolClient(`ws://127.0.0.1:${port}`, 'u1')
  onTestFinished(() => client.stop())
  await client.until(() => client.welcomes === 1)
  const [own, other] = [...nodes].sort((a, b) => b.wss.clients.size - a.wss.clients.size)

  await other!.live.publish('news', 1)
  own!.close()
  await other!.live.publish('news', 2)
  await client.until(() => client.received.length === 2)

  expect(client.received).toEqual([1, 2])
  expect([client.welcomes, client.recoveredOpenings]).toEqual([2, 1])
})

it('passes the host on, so that pages of the same host are let in and others are not', async () => {
  const { port } = await setUp()
  const open = (origin: string): Promise<string | number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'heartbeat.v1', { origin })
      socket.on('open', () =>
        socket.send(JSON.stringify({ hello: ['a'.repeat(22), 1], first: 1, auth: 'u1' })),
      )
      socket.on('message', () => resolve(socket.protocol))
      socket.on('close', resolve)
      onTestFinished(() => socket.terminate())
    })

  expect(await open(`http://127.0.0.1:${port}`)).toBe('heartbeat.v1')
  expect(await open('http://evil.example')).toBe(4403)
})

async function setUp() {
  const redis = await startRedis()
  onTestFinished(() => redis.remove())
  const setup = { redisUrl: redis.url, name: 'nginx' }
  const nodes = [await startNode(setup), await startNode(setup)]
  const nginx = await startNginx(nodes[0]!.port, nodes[1]!.port)
  onTestFinished(() => nginx.stop())
  return { port: nginx.port, nodes }
}
