import type { ConnectionState, Core } from '../connection/core.ts'
import type { InFlight } from '../connection/in-flight.ts'
import type { SocketError } from '../diagnostics.ts'
import type { CloseInfo } from '../options/close-info.ts'
import type { SessionState } from '../options/session.ts'

const KEYS = [
  'attempts',
  'retryAt',
  'suspendedBy',
  'openedAt',
  'protocol',
  'latency',
  'suspectedAt',
  'lastClose',
] as const

type Shown = Pick<ConnectionState, (typeof KEYS)[number]>

/** An error without what can't be posted: its cause may be anything, and hold a token. */
export type PlainError = Pick<SocketError, 'message' | 'code'>

/** A leadership, and its newest batch. */
export type Place = readonly [term: number, seq: number]

/** The last number that the server has committed (`null`: it doesn't know), and those it refused. */
export interface Answer {
  readonly in: number | null
  readonly refused: readonly number[]
}

/** What a leadership began with. */
export interface Beginning {
  /** The leadership before it, as far as the leader had heard of it. */
  readonly before: Place
  /** What the server said of messages sent before, at its first opening. */
  readonly answer: Answer | undefined
}

/** What all tabs show of the leader's connection, and what the next leader goes on from. */
export interface SharedState extends Shown, Beginning, Pick<ConnectionState, 'status'> {
  readonly error: PlainError | null
  readonly session: SessionState | undefined
  /** The newest number of a message. */
  readonly newest: number
  /** Whether the server has ever answered a ping. */
  readonly hasAnswered: boolean
  readonly cursor: unknown
}

/** What this tab's connection shows, for others. */
export function readState(core: Core, inFlight: InFlight, beginning: Beginning): SharedState {
  const { status, error, lastClose } = core.state
  const { session, cursor } = core.lifetime
  return {
    ...beginning,
    ...pick(core.state),
    lastClose: lastClose && withoutCause(lastClose),
    status,
    error: error && isShared(error) ? toPlain(error) : null,
    session: session?.save(),
    newest: inFlight.next() - 1,
    hasAnswered: inFlight.hasAnswered(),
    // An object may be one that can't be posted. A tab has its own from the first message on.
    cursor: typeof cursor === 'object' ? null : cursor,
  }
}

/** Shows what another tab's connection shows; not its status, which changes step by step. */
export function writeState(
  { state, lifetime }: Core,
  inFlight: InFlight,
  shared: SharedState,
): void {
  Object.assign(state, pick(shared))
  lifetime.cursor ??= shared.cursor
  inFlight.skip(shared.newest)
  if (shared.hasAnswered) inFlight.confirm(0)
}

/** Whether an error is about the connection: each tab encodes, decodes and checks by itself. */
export const isShared = ({ code }: SocketError): boolean => !/R00(03|04|12)$|C0007$/.test(code)

export const toPlain = ({ message, code }: SocketError): PlainError => ({ message, code })

/** The error of another tab's connection. */
export const toError = ({ message, code }: PlainError): SocketError =>
  Object.assign(new Error(message), { code })

/** A `close` without what a user's function threw. */
export const withoutCause = (close: CloseInfo): CloseInfo => ({ ...close, error: undefined })

const pick = (from: Shown) => Object.fromEntries(KEYS.map((key) => [key, from[key]])) as Shown
