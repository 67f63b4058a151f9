import { createClient } from 'redis'
import { startRedis } from '../support/redis-server.ts'
import { command, follow, promote } from '../support/replication.ts'
import { sleep } from '../support/until.ts'
import type { Scenario } from './run.ts'
import type { World } from './world.ts'

/** Otherwise a primary waits for 5 s for more replicas. */
const FAST_REPLICATION = ['--repl-diskless-sync-delay', '0']
const AOF = ['--appendonly', 'yes', '--appendfsync', 'always']

/** Kills Redis, and starts it again after a while with what it has on its disk. */
async function restartRedis({ redis }: World): Promise<void> {
  await redis.kill()
  await sleep(1_000)
  await redis.start()
}

export const cuts: Scenario = {
  name: 'each link cut three times',
  nodes: 2,
  async break({ balancer, clients }) {
    for (let round = 0; round < 3; round++) {
      for (let at = 0; at < clients.length; at++) {
        // The oldest one: those that were cut come back at the end.
        balancer.cut(0)
        await sleep(10)
      }
      await sleep(1_000)
    }
  },
}

export const killedNode: Scenario = {
  name: 'a node killed (SIGKILL)',
  nodes: 3,
  async break({ nodes }) {
    await nodes[0]!.kill()
    await sleep(1_000)
  },
}

export const stoppedNode = (ms: number): Scenario => ({
  name: `a node stopped for ${ms / 1_000} s (SIGSTOP)`,
  nodes: 3,
  async break({ nodes }) {
    nodes[0]!.signal('SIGSTOP')
    await sleep(ms)
    nodes[0]!.signal('SIGCONT')
    await sleep(1_000)
  },
})

export const rollingDrain: Scenario = {
  name: 'all nodes replaced, one after the other (`drain`)',
  nodes: 3,
  async break({ nodes, balancer, addNode }) {
    for (const node of nodes.slice()) {
      balancer.ports = balancer.ports.filter((port) => port !== node.port)
      await node.ask({ do: 'drain', within: 1_000 })
      await node.kill()
      await addNode()
    }
  },
}

export const redisRestarted: Scenario = {
  name: 'Redis killed, restarted with its AOF',
  nodes: 3,
  redis: AOF,
  losesData: true,
  break: restartRedis,
}

export const redisTailLost: Scenario = {
  name: 'Redis killed, restarted without its newest seconds',
  nodes: 3,
  losesData: true,
  async break(world) {
    await command(world.redis, 'SAVE')
    await sleep(1_000)
    await restartRedis(world)
  },
}

export const failover: Scenario = {
  name: 'a replica of Redis promoted, and back',
  nodes: 3,
  redis: FAST_REPLICATION,
  losesData: true,
  async break({ redis, redisLine }) {
    const replica = await startRedis(...FAST_REPLICATION)
    try {
      await follow(replica, redis)
      await promote(replica, redis)
      redisLine.ports = [replica.port]
      await sleep(3_000)
      await promote(redis, replica)
      redisLine.ports = [redis.port]
      await sleep(1_000)
    } finally {
      await replica.remove()
    }
  },
}

export const headDeleted: Scenario = {
  name: 'the head deleted',
  nodes: 3,
  losesData: true,
  async break(world) {
    await command(world.redis, 'DEL', '{delivery}:1:head')
    await sleep(1_000)
  },
}

export const logDeleted: Scenario = {
  name: 'the log deleted, as by eviction',
  nodes: 3,
  losesData: true,
  async break(world) {
    world.balancer.cutAll()
    await command(world.redis, 'DEL', '{delivery}:1:log', 'delivery')
    await sleep(1_000)
  },
}

export const recordsDeleted: Scenario = {
  name: "sessions' records deleted, as by eviction",
  nodes: 3,
  async break(world) {
    const client = await createClient({ url: world.redis.url }).connect()
    const keys = [...(await client.keys('{delivery}:1:s:*')), ...(await client.keys('sio:*'))]
    if (keys.length > 0) await client.del(keys)
    client.destroy()
    await sleep(500)
    world.balancer.cutAll()
    await sleep(1_000)
  },
}

export const redisHangs = (ms: number): Scenario => ({
  name: `Redis stopped for ${ms / 1_000} s (SIGSTOP)`,
  nodes: 3,
  async break({ redis }) {
    redis.signal('SIGSTOP')
    await sleep(ms)
    redis.signal('SIGCONT')
    await sleep(1_000)
  },
})

export const lineHangs = (ms: number): Scenario => ({
  name: `the network to Redis silent for ${ms / 1_000} s`,
  nodes: 3,
  async break({ redisLine }) {
    redisLine.freeze(true)
    await sleep(ms)
    redisLine.freeze(false)
    await sleep(1_000)
  },
})

export const ALL: readonly Scenario[] = [
  cuts,
  killedNode,
  stoppedNode(30_000),
  rollingDrain,
  redisRestarted,
  redisTailLost,
  failover,
  headDeleted,
  logDeleted,
  recordsDeleted,
  redisHangs(12_000),
  lineHangs(12_000),
]
