import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { ProtocolClient } from '../support/protocol-client.ts'
import { startNode, until } from './support/node.ts'
import { startRedis, type RedisServer } from '../../../bench/support/redis-server.ts'

let redis: RedisServer

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.remove())

it('what one node publishes arrives at the client of another', async () => {
  const { here, there } = await startBoth('slice')
  const client = connect(here.url)
  await until(client, () => client.welcomes === 1)

  await there.live.publish('news', { price: 3 })
  await until(client, () => client.received.length > 0)

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
  await until(client, () => client.welcomes === 1)
  const count = 300

  for (let at = 1; at <= count; at++) {
    const isHere = at % 2 === 0
    void (isHere ? here : there).live.publish('news', at)
    client.send(at)
    if (at % 50 !== 0) continue
    const { welcomes } = client
    client.url = client.url === here.url ? there.url : here.url
    client.cut()
    await until(client, () => client.welcomes > welcomes)
  }
  await until(client, () => client.inFlight === 0 && client.received.length === 2 * count)

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

it('one node ends the links of a user at another', async () => {
  const { here, there } = await startBoth('end')
  const client = connect(here.url)
  await until(client, () => client.welcomes === 1)

  await there.live.end({ user: 'u1' }, 4401, 'logged out')
  await until(client, () => client.closes.length > 0)

  expect(client.closes).toEqual([4401])
})

async function startBoth(name: string) {
  const setup = { redisUrl: redis.url, name }
  return { here: await startNode(setup), there: await startNode(setup) }
}

function connect(url: string): ProtocolClient {
  const client = new ProtocolClient(url, 'u1')
  onTestFinished(() => client.stop())
  return client
}
