/** What a node's process is started with, as its one argument. */
export interface NodeSetup {
  readonly redisUrl: string
  readonly name: string
}

/** What it says to the process that has started it. */
export type NodeReport =
  | { readonly listening: number }
  | { readonly clients: number; readonly handled: number }

/** The name of the log in Redis. */
export const STORE = 'playground'

/** All clients have this channel. */
export const CHANNEL = 'numbers'
