import { createFakeTimers } from 'vue-heartbeat-socket/testing'
import { createHeartbeatServer } from '../../../src/server/index.ts'
import { memoryStore } from '../../../src/server/memory-store.ts'
import type { Identity, ServerOptions } from '../../../src/server/options.ts'
import { FakeLink } from './fake-link.ts'

export const ID = 'aaaaaaaaaaaaaaaaaaaaaa'

export interface HelloParts {
  readonly session?: string
  readonly opening?: number
  readonly at?: readonly [string, number] | undefined
  readonly first?: number
  readonly auth?: unknown
}

/** A hello of a client, by hand. */
export const hello = (parts: HelloParts = {}): object => {
  const { session = ID, opening = 1, at, first = 1, auth } = parts
  return { hello: [session, opening], at, first, auth }
}

export type Setup = Awaited<ReturnType<typeof setUp>>

/** A server in memory, on fake timers. `auth` of a hello is the user, `u1` by default. */
export async function setUp(
  options: Partial<ServerOptions<any>> = {},
  bounds: { readonly maxMessages?: number; readonly maxBytes?: number } = {},
) {
  const timers = createFakeTimers()
  let seed = 0
  const random = (): number => (seed = (seed + 0.37) % 1)
  const store = options.store ?? memoryStore({ ...bounds, timer: timers, random })
  const errors: (Error & { code: string })[] = []
  const live = createHeartbeatServer<any, any>({
    authenticate: (_request, auth): Identity => ({
      user: typeof auth === 'string' ? auth : 'u1',
      channels: ['news'],
    }),
    timer: timers,
    random,
    ...options,
    store,
  })
  live.on('error', (error) => void errors.push(error))
  await timers.advance(0)

  const connect = (headers?: Record<string, string>): FakeLink =>
    new FakeLink().connect(live, headers)

  /** A link that has been welcomed; its welcome is taken out. */
  async function open(parts: HelloParts = {}) {
    const link = connect()
    link.say(hello(parts))
    await timers.advance(0)
    const [welcome, ...missed] = link.take() as any[]
    return { link, welcome, missed, at: welcome?.welcome as [string, number] }
  }

  const settle = (): Promise<void> => timers.advance(0)

  return { timers, store, live, errors, connect, open, settle }
}
