import { createClient } from 'redis'
import { onTestFinished } from 'vitest'
import type { Batch, Outgoing } from 'vue-heartbeat-socket/server'
import { redisStreamsStore, type RedisStreamsStoreOptions } from 'vue-heartbeat-socket/server/redis'
import type { RedisServer } from '../../../../bench/support/redis-server.ts'

export const SESSION = { user: 'u1', id: 'aaaaaaaaaaaaaaaaaaaaaa' }
export const NOTHING = { publishes: [], joins: [], leaves: [], refused: false }

export const news = (data: string): Outgoing => ({ target: 'cnews', data })

let logs = 0

/** A store with a log of its own, and a client to break things with. */
export async function setUp(
  redis: RedisServer,
  options: Partial<RedisStreamsStoreOptions> & { readonly url?: string } = {},
) {
  const { url = redis.url, name = `own ${++logs}`, ...others } = options
  const open = () => {
    const store = redisStreamsStore(createClient({ url }), { name, ...others })
    onTestFinished(() => store.close())
    return store
  }
  const client = await createClient({ url: redis.url })
    .on('error', () => {})
    .connect()
  onTestFinished(() => client.destroy())
  const store = open()
  const { signal } = new AbortController()

  return {
    store,
    /** Another node's way to the same log. */
    open,
    client,
    name,
    key: (end: string): string => `{${name}}:1:${end}`,
    all: (): Promise<Batch> => store.read(null, signal),
    read: (epoch: string, number: number): Promise<Batch> => store.read([epoch, number], signal),
    head: async () => (await store.attach(SESSION, 0)).head,
  }
}
