import { deadline } from './deadline.ts'
import { enterEpoch, type Epoch } from './epoch.ts'
import type { Keys } from './keys.ts'
import {
  ANSWER_WITHIN,
  BINARY,
  codeOf,
  connect,
  destroy,
  type RedisArgument,
  type RedisClient,
} from './redis-client.ts'
import type { ScriptName } from './scripts.ts'

/** Replies of a server that is not, or no longer, the one to write to. */
const WRONG_SERVER = ['READONLY', 'UNBLOCKED', 'LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'MOVED']

export interface ScriptCall {
  readonly script: ScriptName
  /** Besides head and log. */
  readonly keys?: readonly string[]
  readonly args: readonly RedisArgument[]
  readonly isBinary?: boolean
}

/** Connected to a server whose identity has been compared; in one epoch. */
export interface Connection {
  readonly epoch: string
  /** Aborts when the connection has ended. */
  readonly signal: AbortSignal
  /** What the script returned after `'done'`, or the word that it returned instead. */
  call(call: ScriptCall): Promise<unknown[] | 'fenced' | 'already' | 'stale'>
  send(...args: RedisArgument[]): Promise<unknown>
  /** The server or the network failed: all that waits for an answer rejects. */
  end(cause: unknown): void
  /** Another epoch has begun: it ends when all that was called has been answered. */
  retire(): void
}

export interface ConnectionOptions {
  readonly redis: RedisClient
  readonly keys: Keys
  readonly isStrict: boolean
}

export async function openConnection({
  redis,
  keys,
  isStrict,
}: ConnectionOptions): Promise<Connection> {
  const controller = new AbortController()
  const end = (cause: unknown): void => controller.abort(cause)
  const client = await connect(redis, end)
  let waiting = 0
  let isRetired = false
  let epoch: Epoch
  controller.signal.addEventListener('abort', () => destroy(client))
  try {
    epoch = await enterEpoch(client, keys, isStrict)
  } catch (cause) {
    end(cause)
    throw cause
  }

  async function answered<Reply>(reply: Promise<Reply>): Promise<Reply> {
    waiting++
    try {
      return await deadline(reply, ANSWER_WITHIN)
    } catch (error) {
      const code = codeOf(error)
      if (code === '' || WRONG_SERVER.includes(code)) end(error)
      throw error
    } finally {
      waiting--
      endIfIdle()
    }
  }

  function endIfIdle(): void {
    if (isRetired && waiting === 0) end(new Error('Another epoch has begun.'))
  }

  return {
    epoch: epoch.name,
    signal: controller.signal,
    async call({ script, keys: others = [], args, isBinary }) {
      const all = [keys.head, keys.log, ...others]
      const command = ['EVALSHA', epoch.scripts[script], `${all.length}`, ...all, ...args]
      const sent = client.sendCommand(command, isBinary ? BINARY : undefined)
      const reply = await answered(sent).catch((error: unknown) => {
        if (codeOf(error) === 'NOSCRIPT') return ['epoch']
        throw error
      })
      const [word, ...rest] = reply as [word: string | Buffer, ...rest: unknown[]]
      const answer = String(word)
      if (answer === 'done') return rest
      return answer === 'fenced' || answer === 'already' ? answer : 'stale'
    },
    send: (...args) => answered(client.sendCommand(args)),
    end,
    retire() {
      isRetired = true
      endIfIdle()
    },
  }
}
