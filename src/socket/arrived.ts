import { socketError } from '../diagnostics.ts'
import type { Core } from './core.ts'

/** The way in: decodes a message, counts it and tells of it. */
export function arrived(core: Core, raw: unknown, at: number): void {
  const { state, events, options } = core
  state.received++
  state.receivedAt = at
  try {
    state.lastMessage = options.codec.decode(raw)
  } catch (cause) {
    state.error = socketError('R0004', { cause })
    events.tell('error', state.error, raw)
    return
  }
  events.tell('message', state.lastMessage, raw)
}
