import type { SocketError } from '../diagnostics.ts'
import { decode } from '../options/codec.ts'
import type { Core } from './core.ts'
import { validate } from '../options/schema.ts'

/** The way in: counts a message, decodes and checks it, and tells of it. */
export function arrived(core: Core, raw: unknown, at: number): void {
  const { state, events, options } = core
  state.received++
  state.receivedAt = at
  try {
    const message = decode(options.codec, raw)
    state.lastMessage = options.schema ? validate(options.schema, message) : message
  } catch (error) {
    state.error = error as SocketError
    events.tell('error', state.error, raw)
    return
  }
  events.tell('message', state.lastMessage, raw)
}
