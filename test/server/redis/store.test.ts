import { createClient } from 'redis'
import { createClient as createLowest } from 'redis-lowest'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { redisStreamsStore, type RedisClient } from 'vue-heartbeat-socket/server/redis'
import { describeStore, type Bounds } from '../support/store-suite.ts'
import { age } from './support/age.ts'
import { startRedis, type RedisServer } from '../../../bench/support/redis-server.ts'

let redis: RedisServer
let logs = 0

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.remove())

function describeWith(version: string, client: () => RedisClient): void {
  describeStore({
    name: `redisStreamsStore, redis ${version}`,
    // Trimming drops whole nodes of the stream, of 100 entries.
    slack: 200,
    hasClock: true,
    create: async (bounds: Bounds) => {
      const name = `log ${++logs}`
      const [store, other] = [client(), client()].map((one) =>
        redisStreamsStore(one, { name, ...bounds }),
      )
      onTestFinished(() => {
        store!.close()
        other!.close()
      })
      return { store: store!, other: other!, advance: (ms) => age(redis, `{${name}}:*`, ms) }
    },
  })
}

describeWith('6', () => createClient({ url: redis.url }))
describeWith('5.10', () => createLowest({ url: redis.url }))
