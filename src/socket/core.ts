import type { SocketError } from '../diagnostics.ts'
import type { CloseInfo } from './close-info.ts'
import type { Emitter } from './emitter.ts'
import type { SocketEvents } from './events.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import type { SocketStatus, SuspendedBy } from './status.ts'

/** What a connection shows of itself. */
export class ConnectionState<Message = any> {
  readonly status: SocketStatus = 'idle'
  /** Dials begun since the last stable opening, the current one included; 0 once stable. */
  readonly attempts: number = 0
  /** When the next dial is due, in epoch ms. */
  readonly retryAt: number | null = null
  /** What keeps a `suspended` connection from dialling. */
  readonly suspendedBy: SuspendedBy | null = null
  /** When the open link opened, in epoch ms. */
  readonly openedAt: number | null = null
  /** How long the last heartbeat of the open link took to be answered, in ms. */
  readonly latency: number | null = null
  readonly lastMessage: Message | null = null
  readonly lastClose: CloseInfo | null = null
  /** What went wrong last; `null` again at the next opening. */
  readonly error: SocketError | null = null
  /** Messages received; heartbeats are not counted. */
  readonly received: number = 0
  /** When the last message was received, in epoch ms; 0 before the first. */
  readonly receivedAt: number = 0
  /** Messages sent; heartbeats are not counted. */
  readonly sent: number = 0
}

/** What the parts of one connection share. Only they write the state. */
export interface Core {
  options: ResolvedOptions
  readonly state: { -readonly [Key in keyof ConnectionState]: ConnectionState[Key] }
  readonly events: Emitter<SocketEvents>
}

/** Something is wrong: shows and tells it. */
export function tellError({ state, events }: Core, ...error: SocketEvents['error']): void {
  state.error = error[0]
  events.enqueue('error', ...error)
}

/** One timeout: called with a function it begins anew, without one it is cleared. */
export type Timeout = (fn?: () => void, ms?: number) => void

/** Makes a timeout; what it calls may raise events. */
export function createTimeout(core: Core): Timeout {
  let cancel = () => {}
  return (fn, ms = 0) => {
    cancel()
    cancel = () => {}
    if (!fn) return
    const { timer } = core.options
    const handle = timer.setTimeout(
      () => {
        fn()
        core.events.drain()
      },
      Math.max(0, ms),
    )
    cancel = () => timer.clearTimeout(handle)
  }
}
