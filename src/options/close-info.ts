/**
 * What ended a link (one connection of a native WebSocket), or the attempt to open one.
 *
 * - `server`: the other side sent a close frame
 * - `network`: the connection broke or was refused, or the url function failed
 * - `heartbeat`: nothing was received within the heartbeat's timeout
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

/** How a link, or the attempt to open one, ended. */
export interface CloseInfo {
  /** Close code (RFC 6455, section 7.4). 1006 where the connection itself gave the link up. */
  readonly code: number
  /** The close frame's reason, or an empty string. */
  readonly reason: string
  /** Whether both sides sent a close frame. */
  readonly wasClean: boolean
  readonly cause: CloseCause
  /**
   * Whether the link had opened, its handshake included. `false` for a refused login or upgrade, of
   * which a browser shows no more than of a refused port.
   */
  readonly opened: boolean
  /** What a `url`, `protocols` or `handshake` function threw: a wrong password, say. */
  readonly error?: unknown
}

/** How a transport ended, whatever it carried. */
export type TransportEnd = Pick<CloseInfo, 'code' | 'reason' | 'wasClean' | 'cause'>

/** For a link that the connection itself gives up: there is no close frame to take a code from. */
export function cut(cause: CloseCause): TransportEnd {
  return { code: 1006, reason: '', wasClean: false, cause }
}
