import { socketError } from '../../diagnostics.ts'
import type { Position } from '../../protocol/index.ts'
import { bound } from '../bounds.ts'
import type { Attachment, Batch, CommitAnswer, Outgoing, SessionKey, Store } from '../store.ts'
import { createConnector, type Connector } from './connector.ts'
import { kindOf, toArgument } from './data.ts'
import { formatFlash } from './flash.ts'
import { keysOf, type Keys } from './keys.ts'
import { createLogReader } from './log-reader.ts'
import type { RedisArgument, RedisClient } from './redis-client.ts'
import { attachmentOf } from './replies.ts'

/** How long a session's record is kept after its last use, in ms. */
const RECORD_LIFETIME = '86400000'
/** How long the id of a publish is remembered, in ms. */
const ID_LIFETIME = '300000'

/** The options of `redisStreamsStore()`. */
export interface RedisStreamsStoreOptions {
  /**
   * Names the log: servers with the same name are nodes of one. Part of all keys, as their hash tag.
   * Not empty, and without braces.
   */
  readonly name: string
  /**
   * The most messages that the log keeps, or about a hundred more. A client that was away while more
   * were published is not recovered: take the rate of messages per second times 120. The same on all
   * nodes.
   * @default 10_000
   */
  readonly maxMessages?: number | undefined
  /** The most bytes that the log's messages have together. @default 16_777_216 */
  readonly maxBytes?: number | undefined
  /**
   * Refuses a Redis that evicts keys, or that hides which server it is. `false` where a provider leaves
   * no choice: then evicted sessions and an unnoticed failover can lose messages silently.
   * @default true
   */
  readonly strict?: boolean | undefined
}

export interface RedisStreamsStore extends Store {
  /** Ends its connections. After that all calls reject, but for reads, which wait. */
  close(): void
}

/**
 * A store in Redis, from version 7 on, that many nodes share. It uses duplicates of the client, which
 * need not be connected itself.
 * @throws TypeError when an option has a wrong value
 */
export function redisStreamsStore(
  redis: RedisClient,
  { name, strict = true, ...bounds }: RedisStreamsStoreOptions,
): RedisStreamsStore {
  const maxMessages = bound('maxMessages', bounds.maxMessages, 10_000)
  const maxBytes = bound('maxBytes', bounds.maxBytes, 16_777_216)
  const keys = keysOf(checkName(name))
  const connector = createConnector({ redis, keys, isStrict: strict })
  const logReader = createLogReader({ redis, keys, connector })
  const limits: readonly RedisArgument[] = [`${maxMessages}`, `${maxBytes}`]

  return {
    ...recordsOf(connector, keys, limits),
    async publish(message, id) {
      const { answer } = await connector.run({
        script: 'publish',
        keys: id === undefined ? [] : [keys.publishId(id, message.target)],
        args: [...limits, ...argumentsOf(message), ID_LIFETIME],
      })
      return Number(answer[0])
    },
    read: (from: Position | null, signal: AbortSignal): Promise<Batch> =>
      logReader.read(from, signal),
    async flash(message) {
      const connection = await connector.current()
      await connection.send('PUBLISH', keys.flashes, formatFlash(message))
    },
    close() {
      logReader.close()
      connector.close()
    },
  }
}

/** What concerns the sessions' records. */
function recordsOf(
  connector: Connector,
  keys: Keys,
  limits: readonly RedisArgument[],
): Pick<Store, 'attach' | 'commit'> {
  return {
    async attach(session: SessionKey, opening: number): Promise<Attachment> {
      const { epoch, answer } = await connector.run({
        script: 'attach',
        keys: [keys.session(session)],
        args: [`${opening}`, RECORD_LIFETIME],
      })
      return attachmentOf(answer as unknown[], epoch, opening)
    },
    async commit(session, epoch, opening, number, changes): Promise<CommitAnswer> {
      const { publishes, joins, leaves, refused } = changes
      const call = {
        script: 'commit',
        keys: [keys.session(session)],
        args: [
          ...limits,
          `${opening}`,
          `${number}`,
          refused ? '1' : '0',
          RECORD_LIFETIME,
          `${publishes.length}`,
          `${joins.length}`,
          ...publishes.flatMap(argumentsOf),
          ...joins,
          ...leaves,
        ],
      } as const
      const { answer } = await connector.run(call, epoch)
      return typeof answer === 'string' ? { answer } : { answer: 'done', since: Number(answer[0]) }
    },
  }
}

const argumentsOf = ({ target, data }: Outgoing): RedisArgument[] => [
  target,
  kindOf(data),
  toArgument(data),
]

/** @throws TypeError when it can't be a hash tag */
function checkName(name: string): string {
  if (typeof name === 'string' && /^[^{}]+$/.test(name)) return name
  const expected = 'a text without braces, not empty'
  throw socketError('C0001', { option: 'name', value: String(name), expected }, TypeError)
}
