import { describe, expect, it, onTestFinished } from 'vitest'
import { startBalancer } from '../../../bench/support/balancer.ts'
import { startRedis, type RedisServer } from '../../../bench/support/redis-server.ts'
import { follow, promote } from '../../../bench/support/replication.ts'
import { eventually } from './support/eventually.ts'
import { news, NOTHING, SESSION, setUp } from './support/set-up.ts'

describe('a failover', () => {
  it('begins an epoch, and so does the way back, where the run id is the old one', async () => {
    const [first, second] = [await start(), await start()]
    const line = await startBalancer(first.port)
    onTestFinished(() => line.close())
    await follow(second, first)
    const { store, head } = await setUp(first, { url: `redis://127.0.0.1:${line.port}` })
    await store.publish(news('one'))
    const before = await head()

    await promote(second, first)
    line.ports = [second.port]
    await eventually(() => store.publish(news('two')))
    const there = await head()
    await promote(first, second)
    line.ports = [first.port]
    await eventually(() => store.publish(news('three')))
    const back = await head()

    expect(new Set([before, there, back].map(([epoch]) => epoch)).size).toBe(3)
    expect(there[1]).toBeGreaterThan(before[1])
    expect(back[1]).toBeGreaterThan(there[1])
  })

  it('and back in a moment is noticed too: the reader is told of it, and all compare again', async () => {
    const [first, second] = [await start(), await start()]
    await follow(second, first)
    const { store, head, read } = await setUp(first)
    await store.publish(news('one'))
    const [epoch, number] = await head()
    await read(epoch, 0)
    const waiting = read(epoch, number).catch((error: Error) => error.message)

    await promote(second, first)
    await promote(first, second)

    expect(await waiting).toContain('UNBLOCKED')
    await eventually(() => store.publish(news('two')))
    expect((await head())[0]).not.toBe(epoch)
  })
})

it('refuses a Redis that evicts keys, unless that is wanted', async () => {
  const redis = await start('--maxmemory-policy', 'allkeys-lru')
  const { store } = await setUp(redis)
  const careless = await setUp(redis, { strict: false })

  await expect(store.publish(news('one'))).rejects.toMatchObject({
    code: 'HEARTBEAT_SOCKET_S0010',
  })
  expect(await careless.store.publish(news('one'))).toBe(1)
})

it('rejects what a full Redis does not take, and changes nothing', async () => {
  const redis = await start()
  const { store, head, client } = await setUp(redis)
  await store.publish(news('one'))
  const [epoch] = await head()
  await client.configSet('maxmemory', '1')
  const changes = { ...NOTHING, publishes: [news('two')] }

  await expect(store.publish(news('two'))).rejects.toThrow('OOM')
  await expect(store.commit(SESSION, epoch, 1, 1, changes)).rejects.toThrow('OOM')

  await client.configSet('maxmemory', '0')
  expect(await store.commit(SESSION, epoch, 1, 1, changes)).toEqual({ answer: 'done', since: 1 })
})

it('gives a Redis up that does not answer, and goes on when it does', async () => {
  const redis = await start()
  const { store, head } = await setUp(redis)
  const [epoch] = await head()

  redis.signal('SIGSTOP')
  await expect(store.publish(news('one'))).rejects.toThrow('No answer')
  redis.signal('SIGCONT')

  const changes = { ...NOTHING, publishes: [news('two')] }
  const { answer } = await eventually(() => store.commit(SESSION, epoch, 1, 1, changes))
  expect(answer).toBe('done')
})

it('a reader that is given up takes nothing of the others with it', async () => {
  const redis = await start()
  const { store, head, client } = await setUp(redis)
  const controller = new AbortController()
  const position = await head()
  await store.read(position, controller.signal)
  const waiting = store.read(position, controller.signal).catch((error: Error) => error.name)
  // Redis holds its answer back for a moment, so that it is on its way when the reader goes.
  await client.sendCommand(['CLIENT', 'PAUSE', '200', 'WRITE'])
  const publishing = store.publish(news('one'))

  controller.abort()

  expect(await waiting).toBe('AbortError')
  expect(await publishing).toBe(1)
})

it('after close() nothing is taken, and a read waits', async () => {
  const redis = await start()
  const { store, read, head } = await setUp(redis)
  const [epoch, number] = await head()
  await read(epoch, number)
  const controller = new AbortController()
  const reading = store.read([epoch, number], controller.signal)

  store.close()

  await expect(store.publish(news('late'))).rejects.toThrow('closed')
  const isSettled = await Promise.race([reading.then(() => true), settled()])
  expect(isSettled).toBe(false)
})

async function start(...args: string[]): Promise<RedisServer> {
  // Otherwise a primary waits for 5 s for more replicas.
  const redis = await startRedis('--repl-diskless-sync-delay', '0', ...args)
  onTestFinished(() => redis.remove())
  return redis
}

/** Everything that a close could have set off has happened. */
async function settled(): Promise<false> {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve))
  return false
}
