import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startBalancer } from '../../../bench/support/balancer.ts'
import { startRedis, type RedisServer } from '../../../bench/support/redis-server.ts'
import { eventually } from './support/eventually.ts'
import { news, NOTHING, SESSION, setUp } from './support/set-up.ts'

let redis: RedisServer

beforeAll(async () => {
  redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'always')
})
afterAll(() => redis.remove())

describe('a new epoch', () => {
  it('begins when Redis was restarted, empty, with numbers that go on', async () => {
    const { store, head, all, read } = await setUp(redis)
    await store.publish(news('one'))
    const [epoch, number] = await head()

    await redis.kill()
    await redis.start()

    expect(await eventually(() => store.publish(news('two')))).toBe(number + 1)
    const [newEpoch] = await head()
    expect(newEpoch).not.toBe(epoch)
    expect((await read(epoch, number)).gap).toBe(true)
    expect((await all()).entries.map(({ data }) => data)).toEqual(['two'])
  })

  it('begins when the head was deleted; a commit of the old epoch changes nothing', async () => {
    const { store, head, client, key, all } = await setUp(redis)
    await store.publish(news('one'))
    const [epoch, number] = await head()

    await client.del(key('head'))

    const changes = { ...NOTHING, publishes: [news('lost')] }
    expect((await store.commit(SESSION, epoch, 1, 1, changes)).answer).toBe('epoch')
    expect(await head()).toEqual([expect.not.stringMatching(epoch), number])
    expect((await all()).entries).toEqual([])
  })

  it('begins when the log has a hole', async () => {
    const { store, head, client, key, read } = await setUp(redis)
    for (const data of ['1', '2', '3']) await store.publish(news(data))
    const [epoch] = await head()

    await client.xDel(key('log'), '2-0')

    expect((await read(epoch, 1)).gap).toBe(true)
    expect((await head())[0]).not.toBe(epoch)
  })

  it('begins when the log is ahead of the head, after the greater of the two numbers', async () => {
    const { store, head, client, key } = await setUp(redis)
    for (const data of ['1', '2', '3']) await store.publish(news(data))
    const [epoch] = await head()

    await client.hSet(key('head'), 'number', '1')

    expect(await store.publish(news('4'))).toBe(4)
    expect((await head())[0]).not.toBe(epoch)
  })

  it('is the same for nodes that notice at the same time', async () => {
    const { client, key, open } = await setUp(redis)
    const nodes = Array.from({ length: 8 }, open)
    await Promise.all(nodes.map((node) => node.attach(SESSION, 0)))
    await client.del(key('head'))

    const heads = await Promise.all(nodes.map(async (node) => (await node.attach(SESSION, 0)).head))

    expect(new Set(heads.map(([epoch]) => epoch)).size).toBe(1)
  })

  it('that another node began is taken over, though the server has the scripts of the old one', async () => {
    const { store, head, client, key, open, all } = await setUp(redis)
    await store.publish(news('one'))
    const [epoch] = await head()
    await client.hSet(key('head'), 'identity', 'another server')
    const other = open()
    const there = await other.attach(SESSION, 0)

    await store.publish(news('two'))

    expect(there.head[0]).not.toBe(epoch)
    expect(await head()).toEqual([there.head[0], 2])
    expect((await all()).entries.map(({ data }) => data)).toEqual(['two'])
  })

  it('forgets since when a session has its channels: all that the log holds is newer', async () => {
    const { store, head, client, key } = await setUp(redis)
    for (const data of ['1', '2', '3']) await store.publish(news(data))
    const [epoch] = await head()
    await store.commit(SESSION, epoch, 1, 1, { ...NOTHING, joins: ['croom'] })

    // The number is lost too, and begins anew.
    await client.del([key('head'), key('log')])

    const { head: now, joins } = await store.attach(SESSION, 1)
    expect([now[1], [...joins]]).toEqual([0, [['croom', 0]]])
  })
})

describe('within the epoch', () => {
  it('goes on when Redis has forgotten the scripts', async () => {
    const { store, head, client, read } = await setUp(redis)
    await store.publish(news('one'))
    const [epoch] = await head()
    await read(epoch, 0)
    const waiting = read(epoch, 1)

    await client.scriptFlush()

    expect(await store.publish(news('two'))).toBe(2)
    expect((await head())[0]).toBe(epoch)
    expect((await waiting).entries.map(({ data }) => data)).toEqual(['two'])
  })

  it('goes on when the log was deleted as a whole: only those who lag behind miss something', async () => {
    const { store, head, client, key, read } = await setUp(redis)
    for (const data of ['1', '2', '3']) await store.publish(news(data))
    const [epoch] = await head()

    await client.del(key('log'))
    await store.publish(news('4'))

    expect((await read(epoch, 3)).entries.map(({ number }) => number)).toEqual([4])
    expect((await read(epoch, 2)).gap).toBe(true)
    expect((await head())[0]).toBe(epoch)
  })

  it('knows a commit again whose answer was lost', async () => {
    const line = await startBalancer(redis.port)
    onTestFinished(() => line.close())
    const { store, head, open } = await setUp(redis, { url: `redis://127.0.0.1:${line.port}` })
    const [epoch] = await head()
    const changes = { ...NOTHING, publishes: [news('once')] }

    for (let number = 1; number <= 30; number++) {
      const commit = () => store.commit(SESSION, epoch, 1, number, changes)
      const first = commit()
      if (number % 3 === 0) setImmediate(() => line.cutAll())
      await first.catch(() => eventually(commit))
    }

    const log = await open().read(null, new AbortController().signal)
    expect(log.entries).toHaveLength(30)
  })

  it('counts exactly where Lua would print 1e+14', async () => {
    const { store, head, client, key, read } = await setUp(redis)
    const [epoch] = await head()
    await client.hSet(key('head'), 'number', '99999999999999')

    const numbers = [await store.publish(news('a')), await store.publish(news('b'))]
    await store.commit(SESSION, epoch, 2 ** 52 + 1, 2 ** 53 - 2, { ...NOTHING, joins: ['croom'] })

    expect(numbers).toEqual([1e14, 1e14 + 1])
    expect((await read(epoch, 1e14)).entries.map(({ number }) => number)).toEqual([1e14 + 1])
    const { in: committed, joins, fenced } = await store.attach(SESSION, 2 ** 52)
    expect([committed, joins.get('croom'), fenced]).toEqual([2 ** 53 - 2, 1e14 + 1, true])
  })

  it('keeps no more bytes than it may', async () => {
    const { store, all } = await setUp(redis, { maxBytes: 1_000 })

    for (let at = 0; at < 30; at++) await store.publish(news('y'.repeat(400)))

    const { head, first, entries } = await all()
    expect([head[1], first, entries.length]).toEqual([30, 29, 2])
  })
})
