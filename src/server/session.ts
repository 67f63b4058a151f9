import type { Target } from './targets.ts'

/** One client, as long as it keeps its id: over all its links, until its page is closed. */
export interface Session<Down = unknown> {
  /** As `authenticate` returned it. */
  readonly user: string
  /** The client's own id. Another user's session may have the same one. */
  readonly id: string
  /**
   * Publishes to this session alone. In a handler it goes out with the handler's commit.
   * @throws TypeError (rejects) when the message can't be encoded
   */
  send(message: Down, options?: PublishOptions): Promise<void>
  /**
   * Lets the session have a channel from now on, over reconnects, until it leaves or was away for 24
   * hours. In a handler it is part of the handler's commit, and resolves at once; elsewhere it
   * resolves when the store has it, and rejects when the session is no longer linked here.
   */
  join(channel: string): Promise<void>
  /** Takes a channel away, also one that `authenticate` gave, until the next opening. */
  leave(channel: string): Promise<void>
}

/** What `publish()` can be given beside the message. */
export interface PublishOptions {
  /** The same id for the same target within 5 minutes is one message: repeat what failed. */
  readonly id?: string | undefined
  /**
   * `false`: the message is not kept. It reaches those who are connected now, at most once
   * on each link, in no order with kept messages. An `id` has no effect then.
   * @default true
   */
  readonly keep?: boolean | undefined
}

/** What a message's handler gets besides the message. */
export interface MessageContext<Down = unknown> {
  /**
   * User, session and number: the same whenever this message's handler runs, after a crash and on
   * another node too. Store it with effects of your own, so that they happen once. `null` for a
   * message that was sent with `queue: false`.
   */
  readonly id: string | null
  /** Its `send`, `join` and `leave` are part of the commit. */
  readonly session: Session<Down>
  /** Goes out when the handler has succeeded, with its commit, or not at all. */
  publish(target: Target, message: Down): void
  /** The same, to this session. */
  reply(message: Down): void
  /** Aborts after `handlerTimeout`. */
  readonly signal: AbortSignal
}

/**
 * Handles a message. One runs at a time for a session, in the order of sending. When it throws or
 * rejects, it runs again after 0.1, 1 and 5 s, unless it threw `Refused`.
 */
export type MessageHandler<Up = unknown, Down = unknown> = (
  message: Up,
  context: MessageContext<Down>,
) => unknown
