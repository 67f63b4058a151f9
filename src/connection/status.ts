/**
 * - `idle`: never asked to connect, or no url yet
 * - `connecting`: the first attempt is under way
 * - `open`: messages flow
 * - `reconnecting`: lost, or never reached: waiting for `retryAt`, or attempting again
 * - `suspended`: would attempt, but the page is offline, frozen or hidden
 * - `closed`: `close()` was called
 * - `failed`: given up; `error` says why
 */
export type SocketStatus =
  | 'idle'
  | 'connecting'
  | 'open'
  | 'reconnecting'
  | 'suspended'
  | 'closed'
  | 'failed'

/** What keeps a `suspended` connection from attempting. */
export type SuspendedBy = 'offline' | 'frozen' | 'hidden'

const legal: Record<SocketStatus, readonly SocketStatus[]> = {
  idle: ['connecting', 'reconnecting', 'closed'],
  connecting: ['connecting', 'open', 'reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  open: ['reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  reconnecting: ['open', 'reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  suspended: ['reconnecting', 'suspended', 'idle', 'closed', 'failed'],
  closed: ['connecting', 'reconnecting'],
  failed: ['connecting', 'reconnecting', 'closed'],
}

/** Whether a connection may go from one status to the other. */
export function isLegal(from: SocketStatus, to: SocketStatus): boolean {
  return legal[from].includes(to)
}
