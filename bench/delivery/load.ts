import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'redis'
import { redisStreamsStore, type RedisStreamsStore } from 'vue-heartbeat-socket/server/redis'
import { WebSocketServer } from 'ws'
import { startRedis, type RedisServer } from '../support/redis-server.ts'
import { spreadOf } from '../support/statistics.ts'
import type { BuiltNode } from './build.ts'
import type { CrowdOrder } from './crowd.ts'
import { startNode, type NodeProcess } from './node-process.ts'

/** A line of the table: what was measured, and the figure. */
export type Figure = readonly [what: string, figure: string]

interface Usage {
  readonly heapUsed: number
  readonly rss: number
  readonly cpu: { readonly user: number; readonly system: number }
}

/** 48 bytes as JSON. */
const MESSAGE = JSON.stringify({ symbol: 'ABCDEF', price: 101.25, volume: 123_456 })
const NEWS = { target: 'cnews', data: MESSAGE }
const BURST = 20_000
const ROUNDS = 5
const MISSED = 1_000
const REPLAYS = 31

export interface Bench {
  readonly redis: RedisServer
  readonly nodes: readonly NodeProcess[]
  readonly store: RedisStreamsStore
  ask(order: CrowdOrder): Promise<number>
  /** Calls of commands and scripts that Redis has counted, by name. */
  calls(name: string): Promise<number>
  memory(key: string): Promise<number>
  close(): Promise<void>
}

export async function startBench(built: BuiltNode, nodeCount: number): Promise<Bench> {
  const redis = await startRedis()
  const setup = {
    kind: 'ours',
    redisUrl: redis.url,
    name: 'delivery',
    maxMessages: 100_000,
  } as const
  const listeners = { handled() {}, error() {} }
  const nodes: NodeProcess[] = []
  for (let at = 0; at < nodeCount; at++) nodes.push(await startNode(built.path, setup, listeners))
  const client = await createClient({ url: redis.url }).connect()
  const store = redisStreamsStore(client, {
    name: 'delivery',
    maxMessages: 100_000,
    maxBytes: 2 ** 28,
  })
  const crowd: ChildProcess = fork(built.crowd, { execArgv: [] })
  return {
    redis,
    nodes,
    store,
    async ask(order) {
      crowd.send(order)
      const [{ answer }] = (await once(crowd, 'message')) as [{ answer: number }]
      return answer
    },
    async calls(name) {
      const info = String(await client.sendCommand(['INFO', 'commandstats']))
      return Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(info)?.[1] ?? 0)
    },
    memory: async (key) =>
      Number(await client.sendCommand(['MEMORY', 'USAGE', key, 'SAMPLES', '0'])),
    async close() {
      crowd.kill('SIGKILL')
      store.close()
      client.destroy()
      await Promise.all(nodes.map((node) => node.kill()))
      await redis.remove()
    },
  }
}

/** What a node can publish, alone. */
export async function publishing({ nodes, memory }: Bench): Promise<Figure[]> {
  const rates = { without: [] as number[], with: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of ['without', 'with'] as const) {
      const withIds = name === 'with'
      const ms = await nodes[0]!.ask<number>({ do: 'burst', count: BURST, withIds })
      // The first ones are compiled on the way.
      if (round > 0) rates[name].push((BURST / ms) * 1_000)
    }
  }
  const format = (all: number[]): string => {
    const { median, least, most } = spreadOf(all)
    const [middle, low, high] = [median, least, most].map((rate) => Math.round(rate / 100) / 10)
    return `${middle} thousand a second (${low} to ${high})`
  }
  const figures: Figure[] = [
    ['one node publishes as fast as it can', format(rates.without)],
    ['the same with an `id` each', format(rates.with)],
  ]
  const log = await memory('{delivery}:1:log')
  return [
    ...figures,
    ['Redis’ memory for a message of 5 bytes in the log', `${Math.round(log / 100_000)} bytes`],
  ]
}

/** From the call of publish until the last of all clients has it. */
export async function fanOut({ nodes, ask, store }: Bench, clients: number): Promise<Figure[]> {
  for (const { port } of nodes) {
    await ask({ do: 'open', port, count: clients / nodes.length, together: 100 })
  }
  const times: number[] = []
  for (let round = 1; round <= 200; round++) {
    const begin = performance.now()
    await store.publish(NEWS)
    await ask({ do: 'await', messages: round })
    times.push(performance.now() - begin)
  }
  const { median, most } = spreadOf(times.slice(20))
  const what = `from \`publish()\` to the last of ${clients} clients on ${nodes.length} nodes`
  return [[what, `${median.toFixed(1)} ms (at most ${most.toFixed(1)})`]]
}

/** A client that comes back, beside `ws` alone that sends the same. */
export async function replaying({ nodes, ask, store, calls }: Bench): Promise<Figure[]> {
  const [node] = nodes
  await ask({ do: 'open', port: node!.port, count: 1, together: 1 })
  for (let at = 0; at < MISSED; at++) await store.publish(NEWS)
  await ask({ do: 'await', messages: MISSED })
  const bare = await startBare()
  const times: number[] = []
  const bareTimes: number[] = []
  const before = await calls('evalsha')
  const reads = await calls('xread')
  for (let at = 0; at < REPLAYS; at++) {
    times.push(await ask({ do: 'replay', port: node!.port, messages: MISSED, bare: false }))
    bareTimes.push(await ask({ do: 'replay', port: bare, messages: MISSED, bare: true }))
  }
  // The reader looks whenever a block of 5 s has ended: not a call of a client.
  const looks = (await calls('xread')) - reads
  const each = ((await calls('evalsha')) - before - looks) / REPLAYS
  const [ours, alone] = [spreadOf(times.slice(5)).median, spreadOf(bareTimes.slice(5)).median]
  return [
    [
      `from the native open to the last of ${MISSED} missed messages`,
      `${ours.toFixed(1)} ms; \`ws\` alone ${alone.toFixed(1)} ms; ratio ${(ours / alone).toFixed(2)}`,
    ],
    ['calls of Redis for it', each.toFixed(2)],
  ]
}

async function startBare(): Promise<number> {
  const server = createServer()
  const wss = new WebSocketServer({ server })
  wss.on('connection', (socket) => {
    for (let at = 1; at <= MISSED; at++) socket.send(`${at} ${MESSAGE}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** All clients lose their links at once, miss something, and come back together. */
export async function resuming(bench: Bench, clients: number, missed: number): Promise<Figure[]> {
  const { nodes, ask, store, calls } = bench
  const node = nodes[0]!
  const idle = await node.ask<Usage>({ do: 'usage' })
  await ask({ do: 'open', port: node.port, count: clients, together: 200 })
  const open = await node.ask<Usage>({ do: 'usage' })
  await ask({ do: 'cut' })
  for (let at = 0; at < missed; at++) await store.publish(NEWS)
  const [scripts, before] = [await calls('evalsha'), await node.ask<Usage>({ do: 'usage' })]
  const ms = await ask({ do: 'resume', port: node.port, messages: missed })
  const after = await node.ask<Usage>({ do: 'usage' })
  const each = ((await calls('evalsha')) - scripts) / clients
  const cpu = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1_000_000
  const what = `${clients.toLocaleString('en')} clients resume at once, ${missed} missed each`
  return [
    [what, `${(ms / 1_000).toFixed(1)} s; ${cpu.toFixed(1)} s of one core of the node`],
    ['calls of Redis for each of them', each.toFixed(2)],
    [
      'memory of a node, per idle client',
      `${((open.heapUsed - idle.heapUsed) / clients / 1_000).toFixed(1)} kB of heap, ` +
        `${((open.rss - idle.rss) / clients / 1_000).toFixed(1)} kB in all`,
    ],
  ]
}

/** A node that was stopped while others went on. */
export async function lagging({ nodes, ask, store }: Bench, messages: number): Promise<Figure[]> {
  const node = nodes[0]!
  await ask({ do: 'open', port: node.port, count: 10, together: 10 })
  node.signal('SIGSTOP')
  for (let at = 0; at < messages; at += 500) {
    await Promise.all(Array.from({ length: 500 }, () => store.publish(NEWS)))
  }
  node.signal('SIGCONT')
  const ms = await ask({ do: 'await', messages })
  const what = `a node that was stopped for ${messages.toLocaleString('en')} messages, until its 10 clients have them`
  return [[what, `${(ms / 1_000).toFixed(2)} s`]]
}
