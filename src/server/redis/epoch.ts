import { systemRandom, systemTimers } from '../../timers/index.ts'
import { ANSWER_WITHIN, type RedisArgument, type RedisConnection } from './redis-client.ts'
import { deadline } from './deadline.ts'
import { identityOf, parseInfo } from './identity.ts'
import type { Keys } from './keys.ts'
import { NEW_EPOCH, SCRIPT_NAMES, textOf, type ScriptName } from './scripts.ts'

/** How often nodes that begin an epoch at the same time may get in each other's way. */
const MAX_ROUNDS = 10

export interface Epoch {
  readonly name: string
  /** The hashes by which its scripts are called on this server. */
  readonly scripts: Readonly<Record<ScriptName, string>>
}

/**
 * Compares the server's identity with the one that the head was written on, and begins a new epoch
 * where it is another one: its data may be older than what was acknowledged. The scripts are loaded
 * only then, so that a server that has not been compared doesn't know them.
 */
export async function enterEpoch(
  client: RedisConnection,
  keys: Keys,
  isStrict: boolean,
): Promise<Epoch> {
  const send = (...args: RedisArgument[]): Promise<unknown> =>
    deadline(client.sendCommand(args), ANSWER_WITHIN)
  const identity = identityOf(parseInfo(String(await send('INFO'))), isStrict)
  const name = await agreeOnEpoch(send, keys, identity)
  const hashes = await Promise.all(
    SCRIPT_NAMES.map(async (script) => [
      script,
      await send('SCRIPT', 'LOAD', textOf(script, name)),
    ]),
  )
  return { name, scripts: Object.fromEntries(hashes) }
}

async function agreeOnEpoch(
  send: (...args: RedisArgument[]) => Promise<unknown>,
  { head, log }: Keys,
  identity: string,
): Promise<string> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const reply = await send('HMGET', head, 'epoch', 'identity', 'number')
    const [epoch, writtenOn, number] = reply as (string | null)[]
    if (epoch && number && writtenOn === identity) return epoch
    await send('EVAL', NEW_EPOCH, '2', head, log, epoch ?? '', writtenOn ?? '', newName(), identity)
  }
  throw new Error('The epoch of the log changes all the time.')
}

const newName = (): string =>
  [systemTimers().now(), systemRandom() * 2 ** 52].map((n) => Math.floor(n).toString(36)).join('-')
