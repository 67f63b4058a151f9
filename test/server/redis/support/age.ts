import { createClient } from 'redis'
import type { RedisServer } from '../../../../bench/support/redis-server.ts'

/** As if so many ms had passed for the keys of a pattern: they expire sooner by that. */
export async function age({ url }: RedisServer, pattern: string, ms: number): Promise<void> {
  const client = await createClient({ url }).connect()
  for (const key of await client.keys(pattern)) {
    const left = await client.pTTL(key)
    // Those without an expiry have -1. What is due goes at once.
    if (left >= 0) await client.pExpire(key, Math.max(left - ms, -1))
  }
  client.destroy()
}
