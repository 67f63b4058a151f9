import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createHeartbeatServer } from 'vue-heartbeat-socket/server'
import type { HeartbeatServer, ServerOptions } from 'vue-heartbeat-socket/server'
import { WebSocket, WebSocketServer } from 'ws'
import { ProtocolClient } from './support/protocol-client.ts'

/** A busy machine is no failure. */
const SLOW = { timeout: 60_000 }

it('a feed and sends arrive exactly once, in order, over links that are cut', SLOW, async () => {
  const { live, wss, url } = await listen()
  const handled: unknown[] = []
  live.on('message', async (message, { publish }) => {
    handled.push(message)
    await new Promise((resolve) => setImmediate(resolve))
    publish('echo', { echo: message })
  })
  const client = connect(url)
  const count = 600
  await client.until(() => client.openings === 1 && wss.clients.size === 1)
  let cuts = 0

  for (let at = 1; at <= count; at++) {
    void live.publish('news', at)
    client.send(at)
    if (at % 30 === 0) {
      cuts++
      if (cuts % 2 === 0) client.cut()
      else for (const socket of wss.clients) socket.terminate()
      await client.until(() => client.openings > cuts)
    } else if (at % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await client.until(() => client.inFlight === 0 && client.received.length === 2 * count)

  const ascending = Array.from({ length: count }, (_, at) => at + 1)
  const feed = client.received.filter((message) => typeof message === 'number')
  const echoes = client.received.filter((message) => typeof message === 'object')
  expect(feed).toEqual(ascending)
  expect(echoes).toEqual(ascending.map((at) => ({ echo: at })))
  expect(client.confirmed).toEqual(ascending)
  expect(handled).toEqual(ascending)
  expect(client.recoveredOpenings).toBe(cuts)
})

it('takes binary data both ways', async () => {
  const { live, url } = await listen()
  live.on('message', (message, { reply }) => reply(message))
  const socket = new WebSocket(url, 'heartbeat.v1')
  const frames: Buffer[] = []
  const answer = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer, isBinary) => isBinary && (frames.push(data), resolve()))
  })
  socket.on('open', () => socket.send(HELLO))
  await new Promise((resolve) => socket.once('message', resolve))

  socket.send(Buffer.from('0000000000000001ff00', 'hex'))
  await answer
  socket.terminate()

  expect(frames.map((frame) => frame.toString('hex'))).toEqual(['0000000000000001ff00'])
})

it.each([
  ['without the subprotocol', [], {}, '', 4406],
  ['with a foreign origin', ['heartbeat.v1'], { origin: 'https://evil.example' }, '', 4403],
  ['with the subprotocol and no hello', ['heartbeat.v1'], {}, 'ping', 4400],
  ['with a frame larger than it may be', ['heartbeat.v1'], {}, 'x'.repeat(20_000), 1009],
])('closes a client %s', async (_what, protocols, headers, frame, code) => {
  const { url } = await listen({ max: 1_000 })
  const socket = new WebSocket(url, protocols, { headers })
  socket.on('open', () => frame && socket.send(frame))
  socket.on('error', () => {})

  expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(code)
})

const HELLO = JSON.stringify({ hello: ['a'.repeat(22), 1], first: 1 })

async function listen(options: Partial<ServerOptions<any>> = {}) {
  const live: HeartbeatServer<any, any> = createHeartbeatServer<any, any>({
    authenticate: () => ({ user: 'u1', channels: ['news', 'echo'] }),
    ...options,
  })
  const server = createServer()
  const wss = new WebSocketServer({ server, ...live.wsOptions })
  wss.on('connection', live.accept)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of wss.clients) socket.terminate()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { live, wss, url: `ws://127.0.0.1:${port}` }
}

function connect(url: string): ProtocolClient {
  const client = new ProtocolClient(url, null)
  onTestFinished(() => client.stop())
  return client
}
