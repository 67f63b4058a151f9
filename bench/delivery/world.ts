import { startRedis, type RedisServer } from '../support/redis-server.ts'
import { startBalancer, type Balancer } from '../support/balancer.ts'
import type { Client } from './clients/client.ts'
import { connectOurs } from './clients/ours.ts'
import { connectSocketIo } from './clients/socket-io.ts'
import { startNode, type NodeProcess } from './node-process.ts'
import { nameOf, type Kind, type Up } from './setup.ts'
import { createTally, type Tally } from './tally.ts'

export interface WorldSetup {
  readonly kind: Kind
  /** The program of a node. */
  readonly node: string
  /** Nodes behind the balancer. */
  readonly nodes: number
  readonly clients: number
  /** Settings of Redis. */
  readonly redis?: readonly string[]
}

/** Redis, a node that publishes, nodes behind a balancer, clients, and one that audits the effects. */
export interface World {
  readonly setup: WorldSetup
  readonly redis: RedisServer
  /** The way of all nodes to Redis. */
  readonly redisLine: Balancer
  readonly balancer: Balancer
  /** Never cut or killed; the clients don't come here. */
  readonly publisher: NodeProcess
  readonly nodes: NodeProcess[]
  readonly clients: Client[]
  readonly auditor: Client
  /** Effects as the auditor got them, by client. */
  readonly effects: ReadonlyMap<number, Tally>
  /** Messages for which a handler ran, by name. */
  readonly handled: ReadonlySet<string>
  readonly errors: string[]
  addNode(): Promise<NodeProcess>
  close(): Promise<void>
}

/** More than a run publishes: what is measured is not how much the log holds. */
const MAX_MESSAGES = 100_000

const AUDITOR = 0

export async function createWorld(setup: WorldSetup): Promise<World> {
  const { kind, node: path } = setup
  const redis = await startRedis(...(setup.redis ?? []))
  const redisLine = await startBalancer(redis.port)
  const handled = new Set<string>()
  const errors: string[] = []
  const nodes: NodeProcess[] = []
  const all: NodeProcess[] = []
  const effects = new Map<number, Tally>()
  const connect = kind === 'ours' ? connectOurs : connectSocketIo

  async function start(): Promise<NodeProcess> {
    const redisUrl = `redis://127.0.0.1:${redisLine.port}`
    const nodeSetup = { kind, redisUrl, name: 'delivery', maxMessages: MAX_MESSAGES }
    const started = await startNode(path, nodeSetup, {
      handled: (names) => names.forEach((name) => handled.add(name)),
      error: (text) => void errors.push(text),
    })
    all.push(started)
    return started
  }

  function onEffect({ client, n }: Up): void {
    const tally = effects.get(client) ?? createTally()
    effects.set(client, tally)
    tally.receive(n)
  }

  const publisher = await start()
  for (let at = 0; at < setup.nodes; at++) nodes.push(await start())
  const balancer = await startBalancer(...nodes.map(({ port }) => port))
  const auditor = connect({
    id: AUDITOR,
    port: publisher.port,
    onEffect,
    onTold: () => effects.forEach((tally) => tally.tell()),
  })
  const clients = Array.from({ length: setup.clients }, (_, at) =>
    connect({ id: at + 1, port: balancer.port }),
  )

  return {
    setup,
    redis,
    redisLine,
    balancer,
    publisher,
    nodes,
    clients,
    auditor,
    effects,
    handled,
    errors,
    async addNode() {
      const added = await start()
      nodes.push(added)
      balancer.ports = [...balancer.ports, added.port]
      return added
    },
    async close() {
      for (const client of [...clients, auditor]) client.stop()
      await Promise.all(all.map((one) => one.kill()))
      balancer.close()
      redisLine.close()
      await redis.remove()
    },
  }
}

/** Names all messages that were sent. */
export function* namesOf(sent: ReadonlyMap<number, number>): Generator<string> {
  for (const [client, last] of sent) {
    for (let n = 1; n <= last; n++) yield nameOf({ client, n })
  }
}
