import type { Position } from '../protocol/index.ts'

/**
 * What the nodes of a server share: one numbered log of messages, and a record for each session
 * that has sent something. `memoryStore()` is the one for a single process.
 *
 * A method that rejects means that the store could not be reached, or did not answer: what became
 * of the call is unknown. The server repeats it where that is safe.
 */
export interface Store {
  /**
   * Looks a session up when its client opens a link, and again every 6 hours while it is linked.
   *
   * Where the session has a record, its opening becomes the greater of the two, and the record's
   * 24 hours begin anew. One without a record gets one if the opening is greater than 1: a commit of
   * an earlier link may still be on its way, and its joins would come after what the new link has been
   * sent. With the opening 0 it looks only, and changes nothing.
   */
  attach(session: SessionKey, opening: number): Promise<Attachment>
  /**
   * Takes over what a handler did, all of it or nothing, in this order: the epoch is compared, then
   * the opening, then the number.
   *
   * With `number` 0 there is no number to compare or to remember; such a commit makes a record only
   * when it joins something. Any other commit makes a record where there is none.
   */
  commit(
    session: SessionKey,
    epoch: string,
    opening: number,
    number: number,
    changes: Changes,
  ): Promise<CommitAnswer>
  /**
   * Appends a message to the log, and returns its number. The same `id` for the same target within
   * 5 minutes is one message, and returns the first one's number.
   */
  publish(message: Outgoing, id?: string | undefined): Promise<number>
  /**
   * The part of the log after a position, oldest first, and what was flashed since the last read.
   *
   * With `null` it begins at the oldest entry, and answers at once, also when the log is empty. With
   * a position it waits until there is something to return; it may return nothing after a while. A
   * batch need not go up to the head. When `signal` aborts, it rejects or returns an empty batch.
   *
   * A node reads one batch at a time. `signal` says which reader it is: the same object for all its
   * reads, so that nothing that is flashed between two of them is lost.
   */
  read(from: Position | null, signal: AbortSignal): Promise<Batch>
  /**
   * Sends a message to the readers of all nodes, this one's included, without keeping it. Unordered
   * against the log; a reader that can't be reached, or doesn't read for long, may miss it.
   */
  flash(message: Outgoing): Promise<void>
}

/** Which session it is. The same id under another user is another session. */
export interface SessionKey {
  readonly user: string
  /** The client's own, 22 to 64 characters of `[A-Za-z0-9_-]`. */
  readonly id: string
}

/** A message on its way into the log. */
export interface Outgoing {
  /** Who gets it, as the server spells it; the store compares it and nothing else. */
  readonly target: string
  /** As it goes to the clients: text, or binary data. */
  readonly data: string | Uint8Array
}

/** A message in the log. */
export interface Entry extends Outgoing {
  /** Counted up by one from 1, within an epoch without a hole. */
  readonly number: number
}

/** What the store knows of a session, and of its log at the same moment. */
export interface Attachment {
  /**
   * The store's epoch and the number of the log's newest entry, 0 when there was none yet. An epoch
   * is a text of 1 to 64 characters of `[A-Za-z0-9_-]`; the store takes another one when it may have
   * lost a part of the log.
   */
  readonly head: Position
  /** Whether the record's opening is greater: the link is one that the client has given up. */
  readonly fenced: boolean
  /** The greatest number committed, or `null` where there is no record, or none was. */
  readonly in: number | null
  /** Numbers that were committed as refused: the newest 256, ascending. */
  readonly refused: readonly number[]
  /** Targets joined, each with the log's head at that time: older entries are not for the session. */
  readonly joins: ReadonlyMap<string, number>
}

/** What a handler did. */
export interface Changes {
  readonly publishes: readonly Outgoing[]
  /** Targets. Joining one that is joined already changes nothing, not even since when. */
  readonly joins: readonly string[]
  /** Targets. Leaving one that is not joined changes nothing. */
  readonly leaves: readonly string[]
  /** The number is noted as refused. */
  readonly refused: boolean
}

/**
 * - `done`; `since` is the log's head before the commit's own publishes, which is what is remembered
 *   for its joins.
 * - `epoch`: the store has another epoch than the one given.
 * - `fenced`: the record's opening is greater than the one given.
 * - `already`: the number is not greater than the record's `in`.
 *
 * Nothing is changed but by `done`.
 */
export type CommitAnswer =
  | { readonly answer: 'done'; readonly since: number }
  | { readonly answer: 'epoch' | 'fenced' | 'already' }

/** What a reader gets at once: the next part of the log, and what is passed on unkept. */
export interface Batch {
  /** As in `Attachment`. */
  readonly head: Position
  /** The number of the oldest entry that is still kept; one more than the head's when none is. */
  readonly first: number
  /**
   * The entries that follow the position can't be returned: the epoch is another one, or they are
   * no longer kept. There are no `entries` then; the reader begins again with `null`.
   */
  readonly gap: boolean
  /** Contiguous: the first one follows the position. */
  readonly entries: readonly Entry[]
  /** Messages that are not kept, for the links that are open now. */
  readonly flashes: readonly Outgoing[]
}
