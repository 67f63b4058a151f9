import type { ConnectionState, Core } from '../connection/core.ts'
import type { SocketError } from '../diagnostics.ts'

type Key =
  | 'attempts'
  | 'retryAt'
  | 'suspendedBy'
  | 'openedAt'
  | 'protocol'
  | 'latency'
  | 'suspectedAt'
  | 'lastClose'

const KEYS: readonly Key[] = [
  'attempts',
  'retryAt',
  'suspendedBy',
  'openedAt',
  'protocol',
  'latency',
  'suspectedAt',
  'lastClose',
]

/** What all tabs show of the leader's connection. */
export interface SharedState extends Pick<ConnectionState, 'status' | 'recovered' | Key> {
  /** A clone of an error has no `code`. */
  readonly error: Pick<SocketError, 'message' | 'code'> | null
}

/** Whether an error is about the connection: each tab encodes, decodes and checks by itself. */
export const isShared = (error: SocketError): boolean => !/R00(03|04|12)$/.test(error.code)

/** What this tab's connection shows, for others. */
export function readState({ state }: Core): SharedState {
  const { status, recovered, lastClose } = state
  const error = state.error && isShared(state.error) ? pick(state.error, ['message', 'code']) : null
  // What a user's function threw may be anything, and hold a token.
  const close = lastClose && { ...lastClose, error: undefined }
  return { ...pick(state, KEYS), status, recovered, error, lastClose: close }
}

/** Shows what another tab's connection shows. */
export function writeState({ state }: Core, shared: SharedState): void {
  Object.assign(state, pick(shared, KEYS))
}

/** Shows what is wrong with another tab's connection. */
export function writeError({ state }: Core, { error }: SharedState): void {
  state.error = error && Object.assign(new Error(error.message), { code: error.code })
}

function pick<From, Key extends keyof From>(from: From, keys: readonly Key[]): Pick<From, Key> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<From, Key>
}
