import type { Outgoing } from '../store.ts'
import type { Connection } from './connection.ts'
import { deadline } from './deadline.ts'
import { parseFlash } from './flash.ts'
import type { Keys } from './keys.ts'
import { codeOf, connect, destroy, type RedisClient, type RedisConnection } from './redis-client.ts'

/** How long Redis holds a reader that has nothing to read, in ms. */
const BLOCK = 5_000
/** A stopped server would hold it for ever. */
const BLOCK_ANSWERED_WITHIN = 10_000
/** Flashes that wait between two reads. */
const MAX_FLASHES = 1_000

/** Waits for one reader: for the log to grow, and for flashes. On connections of its own. */
export interface Tail {
  /** Connects, to the server that `connection` has compared. */
  follow(connection: Connection): Promise<void>
  /**
   * Resolves when the log may have grown beyond a number, when a flash has come, after a while, or
   * when `signal` aborts.
   */
  wait(number: number): Promise<void>
  takeFlashes(): Outgoing[]
}

export function createTail(redis: RedisClient, keys: Keys, signal: AbortSignal): Tail {
  let followed: Connection | null = null
  let blocking: RedisConnection | null = null
  let clients: RedisConnection[] = []
  let blocked: Promise<void> | null = null
  let flashes: Outgoing[] = []
  let wake = (): void => {}

  function end(): void {
    clients.forEach(destroy)
    clients = []
    followed = blocking = blocked = null
    wake()
  }
  signal.addEventListener('abort', end)

  async function open(connection: Connection): Promise<RedisConnection> {
    const client = await connect(redis, connection.end)
    clients.push(client)
    connection.signal.addEventListener('abort', () => destroy(client))
    if (signal.aborted) end()
    signal.throwIfAborted()
    connection.signal.throwIfAborted()
    return client
  }

  function receive(message: Buffer): void {
    if (flashes.push(parseFlash(message)) > MAX_FLASHES) flashes.shift()
    wake()
  }

  async function block(client: RedisConnection, number: number, on: Connection): Promise<void> {
    const from = ['STREAMS', keys.log, `${number}-0`]
    const command = ['XREAD', 'COUNT', '1', 'BLOCK', `${BLOCK}`, ...from]
    try {
      await deadline(client.sendCommand(command), BLOCK_ANSWERED_WITHIN)
    } catch (cause) {
      // It was ended from here: what the reader does next finds out why.
      if (client !== blocking || on.signal.aborted) return
      // Also when the server said it has become a replica: its identity is to be compared again.
      if (codeOf(cause) === '' || codeOf(cause) === 'UNBLOCKED') on.end(cause)
      throw cause
    } finally {
      if (client === blocking) blocked = null
    }
  }

  return {
    async follow(connection) {
      if (followed === connection) return
      end()
      const [first, second] = await Promise.all([open(connection), open(connection)])
      await deadline(second.subscribe(keys.flashes, receive, true), BLOCK_ANSWERED_WITHIN)
      blocking = first
      followed = connection
    },
    async wait(number) {
      if (flashes.length > 0 || !blocking || !followed) return
      const woken = new Promise<void>((resolve) => (wake = resolve))
      // It goes on when a flash comes first, and then wakes the next reader, at worst for nothing.
      blocked ??= block(blocking, number, followed)
      await Promise.race([woken, blocked])
    },
    takeFlashes: () => flashes.splice(0),
  }
}
