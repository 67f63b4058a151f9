import { createClient } from 'redis'
import type { RedisServer } from './redis-server.ts'

const LOOK_EVERY = 50
const WITHIN = 20_000

export async function command({ url }: RedisServer, ...args: string[]): Promise<string> {
  const client = await createClient({ url }).connect()
  try {
    return String(await client.sendCommand(args))
  } finally {
    client.destroy()
  }
}

async function infoOf(redis: RedisServer, name: string): Promise<string> {
  const info = await command(redis, 'INFO', 'replication')
  return new RegExp(`^${name}:(.*)\\r$`, 'm').exec(info)?.[1] ?? ''
}

async function until(what: string, isReached: () => Promise<boolean>): Promise<void> {
  for (const begin = performance.now(); !(await isReached());) {
    if (performance.now() - begin > WITHIN) throw new Error(`It was not reached: ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
  }
}

/** Resolves when the replica is connected to its primary. */
export async function follow(replica: RedisServer, primary: RedisServer): Promise<void> {
  await command(replica, 'REPLICAOF', '127.0.0.1', `${primary.port}`)
  const isUp = async (): Promise<boolean> => (await infoOf(replica, 'master_link_status')) === 'up'
  await until('a replica in step', isUp)
}

/** The replica has all that its primary has, and takes its place; the other one follows it. */
export async function promote(replica: RedisServer, primary: RedisServer): Promise<void> {
  const all = Number(await infoOf(primary, 'master_repl_offset'))
  const hasAll = async (): Promise<boolean> =>
    Number(await infoOf(replica, 'slave_repl_offset')) >= all
  await until(`a replica at ${all}`, hasAll)
  await command(replica, 'REPLICAOF', 'NO', 'ONE')
  await follow(primary, replica)
}
