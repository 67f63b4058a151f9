/** Whose server half, and whose clients. */
export type Kind = 'ours' | 'socket.io'

export const KINDS: readonly Kind[] = ['ours', 'socket.io']

/** What a node is started with, as one argument of its process. */
export interface NodeSetup {
  readonly kind: Kind
  readonly redisUrl: string
  readonly name: string
  /** The most messages that the log keeps. */
  readonly maxMessages: number
}

/** What a node is asked to do. */
export type Order =
  /** Publishes ascending numbers from `from` on, until it is asked to stop. Answers with the last. */
  | { readonly do: 'publish'; readonly from: number; readonly rate: number }
  | { readonly do: 'stop' }
  /** Publishes so many at once, and answers when the store has them. */
  | { readonly do: 'burst'; readonly count: number; readonly withIds: boolean }
  | { readonly do: 'drain'; readonly within: number }
  | { readonly do: 'usage' }

/** What a node says. */
export type Report =
  | { readonly listening: number }
  | { readonly answer: unknown }
  /** Handlers have run for these. */
  | { readonly handled: readonly string[] }
  | { readonly error: string }

/** A message upstream, and its effect. */
export interface Up {
  readonly client: number
  readonly n: number
}

/** Names the effect of a message. */
export const nameOf = ({ client, n }: Up): string => `${client}/${n}`
