import { on, once } from 'node:events'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { ProtocolClient } from '../support/protocol-client.ts'
import { startNode } from './support/node.ts'
import { startRedis, type RedisServer } from '../../../bench/support/redis-server.ts'

const ID = 'a'.repeat(22)

let redis: RedisServer

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.remove())

it('what one node publishes arrives at the client of another', async () => {
  const { here, there } = await startBoth('slice')
  const client = connect(here.url)
  await client.until(() => client.welcomes === 1)

  await there.live.publish('news', { price: 3 })
  await client.until(() => client.received.length > 0)

  expect(client.received).toEqual([{ price: 3 }])
  expect([...here.errors, ...there.errors]).toEqual([])
})

it('a session goes on at another node: what it missed comes once, what it sent counts once', async () => {
  const { here, there } = await startBoth('resume')
  const handled: unknown[] = []
  for (const { live } of [here, there]) {
    live.on('message', (message, { publish }) => {
      handled.push(message)
      publish('echo', { echo: message })
    })
  }
  const client = connect(here.url)
  await client.until(() => client.welcomes === 1)
  const count = 300

  for (let at = 1; at <= count; at++) {
    const isHere = at % 2 === 0
    void (isHere ? here : there).live.publish('news', at)
    client.send(at)
    if (at % 50 !== 0) continue
    const { welcomes } = client
    client.url = client.url === here.url ? there.url : here.url
    client.cut()
    await client.until(() => client.welcomes > welcomes)
  }
  await client.until(() => client.inFlight === 0 && client.received.length === 2 * count)

  const ascending = Array.from({ length: count }, (_, at) => at + 1)
  const feed = client.received.filter((message) => typeof message === 'number')
  const echoes = client.received.filter((message) => typeof message === 'object')
  // Two nodes publish at once: the log has an order, the nodes have none.
  expect(feed.sort((a, b) => a - b)).toEqual(ascending)
  expect(echoes).toEqual(ascending.map((at) => ({ echo: at })))
  expect(client.confirmed).toEqual(ascending)
  expect(client.recoveredOpenings).toBe(count / 50)
  expect(new Set(handled)).toEqual(new Set(ascending))
})

it('a client resumes at another node before it has had a message', async () => {
  const { here, there } = await startBoth('early')
  const client = connect(here.url)
  await client.until(() => client.welcomes === 1)

  client.url = there.url
  client.cut()
  await here.live.publish('news', 'meanwhile')
  await client.until(() => client.received.length > 0)

  expect(client.received).toEqual(['meanwhile'])
  expect(client.recoveredOpenings).toBe(1)
})

it('a client resumes at another node before its old link has ended', async () => {
  const { here, there } = await startBoth('sooner')
  const old = await open(here.url, { hello: [ID, 1], first: 1, auth: 'u1' })
  const { welcome } = JSON.parse(await old.next())
  await here.live.publish('news', 'one')
  await old.next()
  await here.live.publish('news', 'two')

  const link = await open(there.url, { hello: [ID, 2], at: [welcome[0], 1], first: 1, auth: 'u1' })

  expect(JSON.parse(await link.next())).toMatchObject({ recovered: true, welcome: [welcome[0], 1] })
  expect(await link.next()).toBe('2 "two"')
})

it('a client that gets nothing for longer than the log holds resumes at another node', async () => {
  const { here, there } = await startBoth('quiet', 400)
  const client = connect(here.url)
  await client.until(() => client.welcomes === 1)
  for (let at = 0; at < 3_000; at += 100) {
    await Promise.all(Array.from({ length: 100 }, () => there.live.publish('other', 'x')))
  }
  await client.until(() => client.position! > 2_750)

  client.url = there.url
  client.cut()
  await client.until(() => client.welcomes === 2)

  expect(client.recoveredOpenings).toBe(1)
})

it('one node ends the links of a user at another', async () => {
  const { here, there } = await startBoth('end')
  const client = connect(here.url)
  await client.until(() => client.welcomes === 1)

  await there.live.end({ user: 'u1' }, 4401, 'logged out')
  await client.until(() => client.closes.length > 0)

  expect(client.closes).toEqual([4401])
})

async function startBoth(name: string, maxMessages?: number) {
  const setup = { redisUrl: redis.url, name, ...(maxMessages && { maxMessages }) }
  return { here: await startNode(setup), there: await startNode(setup) }
}

function connect(url: string): ProtocolClient {
  const client = new ProtocolClient(url, 'u1')
  onTestFinished(() => client.stop())
  return client
}

/** A link by hand, with its frames one by one. */
async function open(url: string, hello: object): Promise<{ next(): Promise<string> }> {
  const socket = new WebSocket(url, 'heartbeat.v1')
  const frames = on(socket, 'message')
  await once(socket, 'open')
  onTestFinished(() => socket.terminate())
  socket.send(JSON.stringify(hello))
  return { next: async () => String((await frames.next()).value[0]) }
}
