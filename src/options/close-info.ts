/**
 * What ended a link.
 *
 * - `server`: the other side sent a close frame
 * - `network`: the connection broke, was refused, or its address could not be had
 * - `heartbeat`: nothing came within the heartbeat's timeout
 * - `connect-timeout`: not open within `connectTimeout`
 * - `handshake`: the `handshake` function rejected
 * - `page`: the page went into the back/forward cache
 * - `client`: `close()`, `reconnect()` or `configure()`
 */
export type CloseCause =
  | 'server'
  | 'network'
  | 'heartbeat'
  | 'connect-timeout'
  | 'handshake'
  | 'page'
  | 'client'

/** How a link, or the attempt to get one, ended. */
export interface CloseInfo {
  /** Close code (RFC 6455, section 7.4). 1006 where the end was of our own making. */
  readonly code: number
  /** The close frame's reason, or an empty string. */
  readonly reason: string
  /** Whether both sides agreed to close. */
  readonly wasClean: boolean
  readonly cause: CloseCause
}

/** An end of our own making. */
export function cut(cause: CloseCause): CloseInfo {
  return { code: 1006, reason: '', wasClean: false, cause }
}
