import { socketError, type SocketError } from '../diagnostics.ts'
import { collectChanges, NO_CHANGES } from './changes.ts'
import { serverError } from './diagnostics.ts'
import { sleep, type Environment } from './environment.ts'
import { Refused } from './refused.ts'
import type { ServerSchema } from './schema.ts'
import type { MessageHandler, Session } from './session.ts'
import type { Changes } from './store.ts'

/** Waits before another attempt, in ms. */
const RETRY_DELAYS: readonly number[] = [100, 1_000, 5_000]

const REFUSED: Changes = { ...NO_CHANGES, refused: true }

export interface Handling {
  readonly environment: Environment
  readonly schema: ServerSchema | undefined
  /** In ms. */
  readonly handlerTimeout: number
  readonly handlers: ReadonlySet<MessageHandler>
}

/** A message that waits for its handler. */
export interface Received {
  /** 0: not acknowledged, and not tried again. */
  readonly number: number
  readonly data: string | Uint8Array
}

/**
 * Runs the handlers of a message, again where they throw. Returns what is to be committed, or `null`
 * when nothing is: `isWanted` has become false between two attempts, or an unnumbered one failed.
 */
export async function handle(
  handling: Handling,
  received: Received,
  session: Session,
  isWanted: () => boolean,
): Promise<Changes | null> {
  const { environment } = handling
  const { number } = received
  for (let attempt = 1; ; attempt++) {
    const result = await run(handling, received, session, attempt)
    if (!(result instanceof Error)) return result
    const delay = number === 0 ? undefined : RETRY_DELAYS[attempt - 1]
    if (result instanceof Refused || delay === undefined) {
      environment.measure('refused', 1)
      return number === 0 ? null : REFUSED
    }
    await sleep(environment.timer, delay)
    if (!isWanted()) return null
  }
}

/** One attempt: what the handlers did, or why they failed, which has been reported. */
async function run(
  { environment, schema, handlerTimeout, handlers }: Handling,
  { number, data }: Received,
  session: Session,
  attempt: number,
): Promise<Changes | Error> {
  const { timer, codec, report, measure } = environment
  const id = number === 0 ? null : `${session.user}/${session.id}/${number}`
  const changes = collectChanges(session, codec)
  const controller = new AbortController()
  const startedAt = timer.now()
  const { signal } = controller
  let late: SocketError | null = null
  let timeout: unknown
  const expired = new Promise<never>((_, reject) => {
    timeout = timer.setTimeout(() => {
      late = serverError('S0002', { value: handlerTimeout })
      controller.abort(late)
      reject(late)
    }, handlerTimeout)
  })

  async function runAll(): Promise<void> {
    const message = await read(codec.decode, schema, data)
    for (const handler of handlers) await handler(message, { ...changes.context, id, signal })
  }

  try {
    await Promise.race([runAll(), expired])
    return changes.close()
  } catch (cause) {
    changes.close()
    if (cause instanceof Refused) return cause
    const error = late ?? serverError('S0001', { value: attempt, cause })
    report(error)
    return error
  } finally {
    timer.clearTimeout(timeout)
    measure('handlerTime', timer.now() - startedAt)
  }
}

/** @throws Refused when it doesn't decode, or doesn't fit the schema */
async function read(
  decode: (data: string | Uint8Array) => unknown,
  schema: ServerSchema | undefined,
  data: string | Uint8Array,
): Promise<unknown> {
  let message: unknown
  try {
    message = decode(data)
  } catch (cause) {
    throw new Refused(socketError('R0004').message, { cause })
  }
  if (!schema) return message
  const result = await schema['~standard'].validate(message)
  if (result.issues) throw new Refused(socketError('R0012').message, { cause: result.issues })
  return result.value
}
