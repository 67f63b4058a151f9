import type { SocketError } from '../diagnostics.ts'
import type { CloseInfo } from '../options/close-info.ts'
import type { RawData } from '../options/options.ts'
import type { SocketStatus } from './status.ts'

/**
 * A change of status; also emitted when a wait ends in an attempt, both being `reconnecting`; with the
 * option `tabs`, `connecting`.
 */
export interface StatusChange {
  readonly status: SocketStatus
  readonly previous: SocketStatus
  /** Attempts begun since the last stable opening. */
  readonly attempt: number
  /** Ms until the next attempt, where one is planned. */
  readonly retryIn?: number | undefined
  /** The end that led here, where one did. */
  readonly close?: CloseInfo | undefined
}

/** Why a message was given up. */
export type DropReason =
  /** the outbox was full */
  | 'overflow'
  /** larger than the whole outbox */
  | 'too-large'
  /** waited longer than `maxAge` */
  | 'expired'
  /** no link is open, and the outbox is off */
  | 'not-open'
  /** the connection was closed, or is */
  | 'closed'
  /** the connection has been given up */
  | 'failed'
  /** given under another url: another function, or another address */
  | 'other-url'
  /** there is no url, or none any more: a login is missing */
  | 'no-url'
  /** the codec, or the socket, can't send this */
  | 'unsendable'
  /** the `signal` given to `send()` was aborted, or `reset()` has emptied the outbox */
  | 'aborted'
  /** a session's server gave it up: its handler refused it, or failed again and again */
  | 'refused'
  /** sent, and the link ended before it was known to have arrived: it may have */
  | 'unconfirmed'

/** A message that was given up. */
export interface Drop {
  /** As it was given to `send()`. */
  readonly data: any
  readonly reason: DropReason
}

/** The events of a connection, and their arguments. */
export interface SocketEvents<Message = any> {
  /** The status has changed, or a wait has ended in an attempt. */
  status: [change: StatusChange]
  /**
   * Messages flow. `reconnected`: not for the first time since `connect()`. `recovered`: whether it
   * continues where the last link ended; `null` for the first time. If it is `false`, messages may
   * have been missed: fetch the present state anew.
   */
  open: [opening: { readonly reconnected: boolean; readonly recovered: boolean | null }]
  /** The link has proved itself: `attempts` is 0 again. */
  stable: []
  /** A suspicion began (epoch ms), or ended (`null`): it is unknown whether the open link lives. */
  suspect: [suspicion: { readonly since: number | null }]
  /** A message: decoded and checked, and as it came. */
  message: [message: Message, raw: any]
  /** A message went out: as it was given, as it was sent, and when (epoch ms). */
  sent: [message: any, raw: RawData, at: number]
  /** A session's server has committed a message; the argument is as it was given to `send()`. */
  confirmed: [message: any]
  /** A link, or an attempt to get one, ended. */
  close: [close: CloseInfo]
  /** Something is wrong. `raw` comes with a message that didn't decode, or doesn't fit the schema. */
  error: [error: SocketError, raw?: unknown]
  /** A heartbeat went out. */
  ping: [raw: RawData]
  /** A heartbeat came in: an answer, or the server's own. */
  pong: [raw: any]
  /** A ping of ours was answered, this many ms later; `null` where a sleep makes that unknown. */
  heartbeat: [answer: { readonly latency: number | null }]
  /** A message was given up, for the reason given. */
  drop: [drop: Drop]
  /** With the option `tabs`: this tab has begun to own the link, or has ceased to. */
  leader: [leadership: { readonly isLeader: boolean }]
}
