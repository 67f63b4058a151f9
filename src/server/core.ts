import type { DownstreamOptions } from './downstream.ts'
import type { Environment } from './environment.ts'
import type { Gate } from './gate.ts'
import type { LiveSession } from './live-session.ts'
import type { NodeLog } from './node-log.ts'
import type { ServerOptions } from './options.ts'
import type { Reader } from './reader.ts'
import type { Session } from './session.ts'
import type { SessionKey } from './store.ts'
import type { Sweep } from './sweep.ts'

/** What the clients of a server share. */
export interface Core {
  readonly environment: Environment
  readonly options: ServerOptions<any>
  readonly idleTimeout: number
  readonly log: NodeLog
  readonly delivery: DownstreamOptions
  readonly reader: Reader
  /** Calls of `authenticate`. */
  readonly gate: Gate
  /** Every link that has not ended. */
  readonly clients: Set<AnyClient>
  /** All of them, once a second. */
  readonly seconds: Sweep<AnyClient>
  /** By their session's target: sessions that have a link, or a handler that runs. */
  readonly sessions: Map<string, LiveSession>
  readonly isDraining: boolean
  /** Makes a session; it is in `sessions` until it is idle. */
  sessionOf(key: SessionKey): LiveSession
  /** The store has another epoch: all links end, and the log is read anew. */
  renew(): void
  emitOpen(session: Session, recovered: boolean): void
}

/** A link, as all of them are treated. */
export interface AnyClient {
  /** Whether it has been welcomed. */
  readonly isOpen: boolean
  /** Once a second: whatever must happen by some time. */
  tick(): void
  close(code: number, reason: string): void
}
