import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from 'redis'
import { startBalancer, type Balancer } from '../../../bench/support/balancer.ts'
import { startRedis, type RedisServer } from '../../../bench/support/redis-server.ts'
import { findServer } from '../../../scripts/find-servers.js'
import { createHeartbeatServer } from '../../../src/server/index.ts'
import { redisStreamsStore } from '../../../src/server/redis/index.ts'
import type { NodesState } from './api.ts'
import { NodeProcess } from './node-process.ts'
import { CHANNEL, STORE } from './setup.ts'

const NAMES = ['A', 'B']

/** Between two numbers that are published, in ms. */
const PUBLISH_EVERY = 100

/** Two nodes behind a balancer, over a Redis of their own. They start at the first question. */
export class Nodes {
  #phase: NodesState = { phase: 'starting' }
  #start: Promise<void> | null = null
  #nodes: NodeProcess[] = []
  /** What ends it all, newest first. */
  readonly #ends: (() => unknown)[] = []
  readonly #find: typeof findServer

  constructor(find = findServer) {
    this.#find = find
  }

  /** Starts them, unless they are started. */
  get state(): NodesState {
    this.#start ??= this.#begin()
    if (this.#phase.phase !== 'running') return this.#phase
    return { ...this.#phase, nodes: this.#nodes.map(({ state }) => state) }
  }

  /** Kills one, which is started again. */
  kill(at: number): void {
    this.#nodes[at]?.kill()
  }

  async close(): Promise<void> {
    await this.#start
    for (const end of this.#ends.splice(0)) await end()
  }

  async #begin(): Promise<void> {
    const found = this.#find('redis-server')
    if (!('path' in found)) {
      this.#phase = { phase: 'missing', why: found.problem }
      return
    }
    try {
      const redis = await startRedis()
      this.#ends.unshift(() => redis.remove())
      const program = await this.#build()
      const balancer = await startBalancer()
      this.#ends.unshift(() => balancer.close())
      await this.#startNodes(program, redis, balancer)
      this.#publish(redis)
      const url = `ws://127.0.0.1:${balancer.port}/`
      this.#phase = { phase: 'running', url, redis: found.version, nodes: [] }
    } catch (error) {
      this.#phase = { phase: 'failed', why: error instanceof Error ? error.message : String(error) }
    }
  }

  async #build(): Promise<string> {
    // Only where it is needed: it loads Vite's builder.
    const { buildPrograms } = await import('../../../bench/support/build-programs.ts')
    const node = fileURLToPath(new URL('node.ts', import.meta.url))
    const { folder, remove } = await buildPrograms({ node })
    this.#ends.unshift(remove)
    return join(folder, 'node.js')
  }

  async #startNodes(program: string, redis: RedisServer, balancer: Balancer): Promise<void> {
    const changed = (): void => {
      balancer.ports = this.#nodes.flatMap(({ port }) => port ?? [])
    }
    this.#nodes = NAMES.map(
      (name) => new NodeProcess(program, { redisUrl: redis.url, name }, changed),
    )
    this.#ends.unshift(() => Promise.all(this.#nodes.map((node) => node.close())))
    await Promise.all(this.#nodes.map((node) => node.start()))
  }

  /** Publishes ascending numbers from here, which is not killed. */
  #publish(redis: RedisServer): void {
    const store = redisStreamsStore(createClient({ url: redis.url }), { name: STORE })
    this.#ends.unshift(() => store.close())
    // It takes no clients.
    const live = createHeartbeatServer({ store, authenticate: () => null })
    let n = 0
    const timer = setInterval(() => {
      void live.publish(CHANNEL, { n: ++n })
    }, PUBLISH_EVERY)
    this.#ends.unshift(() => clearInterval(timer))
  }
}
