import type { Journal } from '../journal.ts'

/** The same for every client, as far as it has such options. In ms. */
export interface Pace {
  /** From ping to ping, or the silence before one. */
  readonly interval: number
  /** How long an answer may take. */
  readonly timeout: number
  /** How long an opening may take. */
  readonly connectTimeout: number
  /** What a retry waits. */
  readonly delay: number
  /** What it waits at most, after failures. */
  readonly maxDelay: number
}

/** A client, as its application uses it. */
export interface Client {
  send(text: string): void
  /** Whether it is open, and nothing that was sent waits for anything that it knows of. */
  isSettled(): boolean
}

/**
 * Makes a client that reports to the journal what it reports to its application. Without a pace it is as
 * it comes, with all its defaults.
 */
export type StartClient = (url: string, pace: Pace | null, journal: Journal) => Client
