import type { CloseInfo } from '../options/close-info.ts'
import type { NativeSocket } from '../options/options.ts'
import type { Core } from './core.ts'
import type { Carrier, Outbox } from './outbox.ts'

/** How a connection is shared with other tabs at present. */
export interface Sharing {
  /** Identifies the present leadership; 0 while this tab has not heard of one. */
  readonly term: number
  /** Tabs that this one leads; `null` where another tab leads. */
  readonly followers: number | null
}

/** What a connection does to have a link: by its own state machine, or by another tab's. */
export interface Lifecycle {
  /** The link, if one is open. */
  link(): Carrier | null
  /** The native socket that is open or being opened. */
  native(): NativeSocket | null
  /** Attempts now, unless a link is open or being opened. */
  connect(): void
  /** Replaces the link, or the attempt under way; without one it attempts now. */
  reconnect(): void
  close(code?: number, reason?: string): void
  /** The options have changed; with another target the link is replaced. */
  reconfigure(hasNewTarget: boolean): void
  /** A message waits in the outbox. */
  queued?(): void
  /** How the connection is shared; `null` while no other tab takes part. */
  sharing?(): Sharing | null
}

/** A lifecycle that can take over from another tab's, and leave to another tab. */
export interface OwnLifecycle extends Lifecycle {
  /** Attempts now, after a link of another tab that ended so. */
  takeOver(close?: CloseInfo): void
  /**
   * Ends the link or the attempt for good, for another tab to go on. What waits stays.
   *
   * @param isLost - `false`: it is closed in good order
   */
  giveUp(isLost: boolean): void
}

/** Creates the lifecycle of a connection. */
export type CreateLifecycle = (core: Core, outbox: Outbox) => Lifecycle
