import type { CloseInfo } from '../options/close-info.ts'
import type { ConnectionState, Core } from './core.ts'
import type { StatusChange } from './events.ts'
import type { Link } from './link.ts'
import { isLegal, type SuspendedBy } from './status.ts'
import type { Transport } from './transport.ts'

/** Not asked to connect, closed, or given up. */
export interface Inactive {
  readonly name: 'inactive'
  readonly status: 'idle' | 'closed' | 'failed'
  /** Another target is attempted: what was missing is the url, or the server refused the last one. */
  readonly isWanted: boolean
}

/** From asking for the url to the end of the handshake. The deadline is `connectTimeout`. */
export interface Attempting {
  readonly name: 'attempting'
  readonly status: 'connecting' | 'reconnecting'
  readonly transport: Transport
}

/** Messages flow. The deadline is the heartbeat's. */
export interface Open {
  readonly name: 'open'
  readonly status: 'open'
  readonly transport: Transport
  readonly link: Link
  /** The subprotocol that the server chose, if any. */
  readonly protocol: string | null
  /** Epoch ms. */
  readonly openedAt: number
  /** The same by the engine's clock. */
  readonly openSince: number
}

/**
 * A link or an attempt has just ended; the retry policy, which runs user code, is being asked. Until
 * it has answered, the status is that of the phase before.
 */
export interface Ended {
  readonly name: 'ended'
  /** How: raised with the phase that follows. */
  readonly close: CloseInfo
}

/** The deadline is the next attempt's start. */
export interface Waiting {
  readonly name: 'waiting'
  readonly status: 'reconnecting'
  /** When the next attempt is due, by the engine's clock. */
  readonly dueAt: number
  /** The same in epoch ms. */
  readonly retryAt: number
}

/** The page keeps the connection from attempting; it may have a deadline all the same. */
export interface Suspended {
  readonly name: 'suspended'
  readonly status: 'suspended'
  readonly suspendedBy: SuspendedBy
  /** `Infinity` where only the page can end it. */
  readonly dueAt: number
  readonly retryAt: number | null
}

/** The one state variable of a connection; all that it shows of its progress is derived from it. */
export type Phase = Inactive | Attempting | Open | Ended | Waiting | Suspended

/** The phase of a link that opens now. */
export function openWith({ clock, options }: Core, transport: Transport, link: Link): Open {
  const times = { openedAt: options.timer.now(), openSince: clock() }
  const protocol = transport.native?.protocol || null
  return { name: 'open', status: 'open', transport, link, protocol, ...times }
}

/** The phase of a wait of `ms` for the next attempt. */
export function waitingFor(
  { clock, options }: Core,
  ms: number,
  suspendedBy: SuspendedBy | null,
): Waiting | Suspended {
  const due = { dueAt: clock() + ms, retryAt: options.timer.now() + ms }
  if (!suspendedBy) return { name: 'waiting', status: 'reconnecting', ...due }
  return { name: 'suspended', status: 'suspended', suspendedBy, ...due }
}

/** The phase of waiting for the page's state to change, however long that takes. */
export function suspendedBy(by: SuspendedBy): Suspended {
  return { name: 'suspended', status: 'suspended', suspendedBy: by, dueAt: Infinity, retryAt: null }
}

/** What of a phase a connection shows, where the phase has it. */
type Shown = Partial<
  Pick<ConnectionState, 'status' | 'openedAt' | 'suspendedBy' | 'retryAt' | 'protocol'>
>

/** Derives what a connection shows from its phase, and raises the change of status. */
export function publish(core: Core, phase: Shown & Pick<Phase, 'name'>, close?: CloseInfo): void {
  const { state, events } = core
  const previous = state.status
  const {
    status = previous,
    openedAt = null,
    suspendedBy = null,
    retryAt = null,
    protocol = null,
  } = phase
  const latency = openedAt && state.latency
  const wasSuspected = state.suspectedAt !== null
  // A phase that has ended still shows the status of before.
  const suspectedAt = openedAt || phase.name === 'ended' ? state.suspectedAt : null
  Object.assign(state, { status, openedAt, suspendedBy, retryAt, protocol, latency, suspectedAt })
  if (phase.name === 'ended') return
  if (process.env.NODE_ENV !== 'production' && !isLegal(previous, status)) {
    throw new Error(`Illegal change of status: ${previous} to ${status}`)
  }
  const retryIn = retryAt === null ? undefined : retryAt - core.options.timer.now()
  const change: StatusChange = { status, previous, attempt: state.attempts, retryIn, close }
  if (core.options.debug) console.debug('[heartbeat-socket]', withoutError(change))
  events.enqueue('status', change)
  if (wasSuspected && suspectedAt === null) events.enqueue('suspect', { since: null })
  if (!close) return
  state.lastClose = close
  events.enqueue('close', close)
}

/** What a user's function threw may hold a token. */
export function withoutError(change: StatusChange): StatusChange {
  return { ...change, close: change.close && { ...change.close, error: undefined } }
}
