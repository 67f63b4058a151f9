import type { SocketError } from '../diagnostics.ts'
import { decode } from '../options/codec.ts'
import { validate } from '../options/schema.ts'
import { consult } from './consult.ts'
import { emitError, type Core, type Lifetime } from './core.ts'

/** Counts a message that has come, decodes and checks it, and emits it. */
export function deliver(core: Core, raw: unknown, at: number): void {
  const { state, events, options } = core
  state.received++
  state.lastReceivedAt = at
  try {
    const message = decode(options.codec, raw)
    state.lastMessage = options.schema ? validate(options.schema, message) : message
  } catch (error) {
    state.error = error as SocketError
    events.emit('error', state.error, raw)
    return
  }
  const message = state.lastMessage
  const { lifetime } = core
  events.emit('message', message, raw)
  // All listeners have had it. One that ended the lifetime has put another in its place.
  if (options.cursor) follow(core, options.cursor, message, lifetime)
}

// Apart: a closure in `deliver()` would allocate for each message, where there is no cursor too.
function follow(
  core: Core,
  cursor: (message: any, previous: any) => unknown,
  message: unknown,
  lifetime: Lifetime,
): void {
  const raise = (error: SocketError) => emitError(core, error)
  const next = consult(core, 'cursor', raise, cursor, message, lifetime.cursor)
  if (next !== undefined) lifetime.cursor = next
}
