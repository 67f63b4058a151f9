import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { lineOfTest } from './support/test-line.ts'

/** A client of `ws`, and what it has heard. */
function openClient(url: string): { socket: WebSocket; heard: string[] } {
  const socket = new WebSocket(url)
  const heard: string[] = []
  socket.on('error', () => {})
  socket.on('message', (data) => heard.push(String(data)))
  onTestFinished(() => socket.terminate())
  return { socket, heard }
}

async function setUp() {
  const line = await lineOfTest()
  const client = openClient(line.proxy.url)
  await expect.poll(() => client.heard).toEqual(['hello'])
  return { ...line, ...client }
}

test('passes on what both sides say', async () => {
  const { socket, heard } = await setUp()

  socket.send('ping')

  await expect.poll(() => heard).toEqual(['hello', 'pong'])
})

test('passes on a close in both directions', async () => {
  const { socket, server } = await setUp()

  socket.close(4_001, 'enough')
  const [code] = await once(socket, 'close')

  expect(code).toBe(4_001)
  await expect.poll(() => server.connections).toBe(0)
})

test('swallows what the client says', async () => {
  const { proxy, socket, server, heard } = await setUp()

  proxy.breakOpen({ swallow: ['up'] })
  socket.send('ping')
  await expect.poll(() => socket.bufferedAmount).toBe(0)
  server.broadcast('later')

  await expect.poll(() => heard).toEqual(['hello', 'later'])
})

test('swallows what the server says, its close too', async () => {
  const { proxy, socket, server, heard } = await setUp()

  proxy.breakOpen({ swallow: ['down'] })
  socket.send('ping')
  await expect.poll(() => server.heard).toEqual(['ping'])
  server.hangUp()
  await expect.poll(() => server.connections).toBe(0)

  expect(heard).toEqual(['hello'])
  expect(socket.readyState).toBe(WebSocket.OPEN)
})

test('ends by RST', async () => {
  const { proxy } = await lineOfTest()
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(proxy.url).port) })
  await expect.poll(() => proxy.accepted).toBe(1)

  const failed = once(socket, 'error')
  proxy.reset()

  expect(await failed).toEqual([expect.objectContaining({ code: 'ECONNRESET' })])
})

test('cuts a message in two', async () => {
  const { proxy, socket, server, heard } = await setUp()

  proxy.breakOpen({ cutAt: 500 })
  server.broadcast('x'.repeat(1_000))
  const [code] = await once(socket, 'close')

  expect(code).toBe(1_006)
  expect(heard).toEqual(['hello'])
})

test('delays both directions', async () => {
  const { proxy, socket, heard } = await setUp()

  proxy.breakOpen({ delay: 100 })
  const sentAt = Date.now()
  socket.send('ping')
  await expect.poll(() => heard).toEqual(['hello', 'pong'])

  expect(Date.now() - sentAt).toBeGreaterThanOrEqual(199)
})

test('throttles', async () => {
  const { proxy, server, heard } = await setUp()

  proxy.breakOpen({ rate: 100_000 })
  const sentAt = Date.now()
  server.broadcast('x'.repeat(20_000))
  await expect.poll(() => heard).toHaveLength(2)

  // 200 ms, less the one piece of 50 ms that the line may make up for.
  expect(Date.now() - sentAt).toBeGreaterThanOrEqual(140)
})

test('accepts and says nothing', async () => {
  const { proxy } = await lineOfTest()
  proxy.breakNew({ swallow: ['up', 'down'] })

  const { socket } = openClient(proxy.url)
  await expect.poll(() => proxy.accepted).toBe(1)

  expect(socket.readyState).toBe(WebSocket.CONNECTING)
})

test('leaves what was broken broken, and lets new connections through once healed', async () => {
  const { proxy, socket, heard } = await setUp()
  proxy.breakOpen({ swallow: ['up', 'down'] })
  proxy.breakNew({ swallow: ['up', 'down'] })

  proxy.breakNew({})
  socket.send('ping')
  const later = openClient(proxy.url)
  await expect.poll(() => later.heard).toEqual(['hello'])

  expect(heard).toEqual(['hello'])
})
