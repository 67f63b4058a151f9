import type { SocketError } from '../diagnostics.ts'
import type { CloseInfo } from '../options/close-info.ts'
import type { ResolvedOptions } from '../options/resolve-options.ts'
import type { Session } from '../options/session.ts'
import { createEmitter, type Emitter } from './emitter.ts'
import type { DropReason, SocketEvents } from './events.ts'
import type { SocketStatus, SuspendedBy } from './status.ts'

/** What a connection shows of itself. Each member is written by one file of the engine. */
export class ConnectionState<Message = any> {
  readonly status: SocketStatus = 'idle'
  /** Attempts begun since the last stable opening, the current one included; 0 once stable. */
  readonly attempts: number = 0
  /** When the next attempt is due, in epoch ms. */
  readonly retryAt: number | null = null
  /** What keeps a `suspended` connection from attempting. */
  readonly suspendedBy: SuspendedBy | null = null
  /** When the open link opened, in epoch ms. */
  readonly openedAt: number | null = null
  /** The subprotocol of the open link, if the server chose one. */
  readonly protocol: string | null = null
  /** How long the last ping of the open link took to be answered, in ms; unknown after a sleep. */
  readonly latency: number | null = null
  /** Since when it is unknown whether the open link lives, in epoch ms; `null` while it is known to. */
  readonly suspectedAt: number | null = null
  readonly lastMessage: Message | null = null
  readonly lastClose: CloseInfo | null = null
  /** What went wrong last; `null` again at the next opening (R0007: at the next stable one). */
  readonly error: SocketError | null = null
  /** Messages received; heartbeats are not counted. */
  readonly received: number = 0
  /** When the last message was received, in epoch ms; heartbeats are none. */
  readonly lastReceivedAt: number | null = null
  /** Messages sent; heartbeats are not counted. */
  readonly sent: number = 0
  /**
   * Whether the newest opening continued where the last link ended; `null` where it was the first
   * one since `connect()`, `false` where no handshake has answered that it did.
   */
  readonly recovered: boolean | null = null
  /** Whether the link is this tab's own: `false` while another tab shares its link with this one. */
  readonly isLeader: boolean = true
}

/** What ends with `close()`, a change of the url, or when the connection has been given up. */
export interface Lifetime {
  /** Where in the server's stream we are, as the option `cursor` says; `null` before it has. */
  cursor: unknown
  /** Begun by the first attempt that needs one. */
  session?: Session | undefined
}

/** What the parts of one connection share. */
export interface Core {
  options: ResolvedOptions
  readonly state: { -readonly [Key in keyof ConnectionState]: ConnectionState[Key] }
  readonly events: Emitter<SocketEvents>
  lifetime: Lifetime
  /** User functions whose misbehaviour has been reported. */
  readonly broken: WeakSet<object>
  /**
   * Set where tabs share a link: takes what became of another tab's message, and returns whether it
   * was one.
   */
  relayed?: (data: unknown, outcome: DropReason | 'confirmed') => boolean
  /**
   * The time in ms, to measure spans with: the wall clock, but it stands still where that steps
   * back, so that nothing has happened in the future.
   */
  readonly clock: (now?: number) => number
  /** How far the wall clock has been set back altogether, in ms. */
  readonly setBack: () => number
}

/** In development only: what devtools look into. */
const cores = new WeakMap<ConnectionState, Core>()

export function createCore(state: ConnectionState, options: ResolvedOptions): Core {
  let latest = 0
  let lost = 0
  const core: Core = {
    options,
    state,
    events: createEmitter<SocketEvents>(),
    lifetime: { cursor: null },
    broken: new WeakSet(),
    clock,
    setBack: () => lost,
  }

  if (process.env.NODE_ENV !== 'production') cores.set(state, core)

  function clock(now = core.options.timer.now()): number {
    if (latest - now > lost) lost = latest - now
    latest = now + lost
    return latest
  }
  return core
}

/** The session of the present lifetime, where the options ask for one. */
export function sessionOf({ options, lifetime }: Core): Session | undefined {
  return options.session && (lifetime.session ??= options.session.begin())
}

/** How far in the server's log a connection's session is; `null` where none has begun. For devtools. */
export function positionOf(state: ConnectionState): [epoch: string, position: number] | null {
  const saved = cores.get(state)?.lifetime.session?.save()
  return saved?.epoch === undefined ? null : [saved.epoch, saved.position]
}

/** Shows an error and emits it, after the events that are waiting. */
export function emitError({ state, events }: Core, ...error: SocketEvents['error']): void {
  state.error = error[0]
  events.enqueue('error', ...error)
}
