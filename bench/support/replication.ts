import { createClient } from 'redis'
import type { RedisServer } from './redis-server.ts'

const WITHIN = 20_000

/** Sends commands over one connection, one after the other; returns the last reply. */
async function commands({ url }: RedisServer, ...all: string[][]): Promise<string> {
  const client = await createClient({ url }).connect()
  try {
    let reply: unknown
    for (const one of all) reply = await client.sendCommand(one)
    return String(reply)
  } finally {
    client.destroy()
  }
}

export const command = (redis: RedisServer, ...args: string[]): Promise<string> =>
  commands(redis, args)

/** Resolves when a replica has all that its primary has now. `WAIT` is about the connection's own writes. */
async function replicated(primary: RedisServer): Promise<void> {
  const replicas = await commands(primary, ['SET', 'replicated', ''], ['WAIT', '1', `${WITHIN}`])
  if (replicas === '0') throw new Error('No replica has followed its primary.')
}

/** Resolves when the replica has all that its primary has. */
export async function follow(replica: RedisServer, primary: RedisServer): Promise<void> {
  await command(replica, 'REPLICAOF', '127.0.0.1', `${primary.port}`)
  await replicated(primary)
}

/** The replica takes its primary's place, with all that it has; the other one follows it. */
export async function promote(replica: RedisServer, primary: RedisServer): Promise<void> {
  await replicated(primary)
  await command(replica, 'REPLICAOF', 'NO', 'ONE')
  await follow(primary, replica)
}
