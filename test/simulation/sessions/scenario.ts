import type { PageSignal } from 'vue-heartbeat-socket/socket'

/** What the handler of a message does. Those up to `leave` have an effect that can be counted. */
export type Work =
  | 'publish'
  | 'to room'
  | 'to user'
  | 'reply'
  | 'slow'
  | 'throw once'
  | 'join'
  | 'leave'
  | 'throw'
  | 'hang'
  | 'refuse'
  | 'nothing'

/** Who gets what the server publishes. */
export type Audience = 'everyone' | 'channel' | 'user' | 'session' | 'room'

/**
 * What becomes of a call to the store. `before`: it fails and does nothing. `after`: it does it, and
 * the reply is lost. `late`: it fails, and the store does it seconds later. `slow`: both ways take
 * seconds. `held`: the reply alone does, so that readers are ahead of it.
 */
export type StoreFault = 'before' | 'after' | 'late' | 'slow' | 'held'

export type StoreCall = 'attach' | 'commit' | 'publish' | 'read'

export type Way = 'up' | 'down' | 'both'

/** Something that happens in the world. Clients and nodes are named by their index, modulo. */
export type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'send'; readonly client: number; readonly work: Work; readonly count: number }
  /** With `queue: false`, number 0. */
  | { readonly do: 'send now'; readonly client: number; readonly work: Work }
  | {
      readonly do: 'publish'
      readonly to: Audience
      readonly client: number
      readonly count: number
      readonly keep: boolean
    }
  /** The link ends; each side hears of it after so many ms. */
  | { readonly do: 'cut'; readonly client: number; readonly page: number; readonly node: number }
  | { readonly do: 'silence'; readonly client: number; readonly way: Way }
  /** What is on its way waits, and at the server's end the buffer grows. */
  | { readonly do: 'stall'; readonly client: number; readonly ms: number }
  /** Links end for their clients up to `spread` ms later; another node starts after `ms`. */
  | { readonly do: 'kill'; readonly node: number; readonly spread: number; readonly ms: number }
  | { readonly do: 'drain'; readonly node: number; readonly within: number }
  | {
      readonly do: 'store'
      readonly call: StoreCall
      readonly fault: StoreFault
      readonly count: number
      readonly ms: number
    }
  /** No call gets through. */
  | { readonly do: 'outage'; readonly ms: number }
  /** What a node reads comes so much later from now on. */
  | { readonly do: 'lag'; readonly node: number; readonly ms: number }
  /** The store takes a new epoch, without its last writes; `again`: and another one right after. */
  | { readonly do: 'failover'; readonly lost: number; readonly again: boolean }
  /** The store forgets a session that has nothing in flight. */
  | { readonly do: 'expire'; readonly client: number }
  /** The next calls of `authenticate`, or of `auth`, take so long; 'throw': they fail. */
  | { readonly do: 'authenticate'; readonly takes: number | 'throw'; readonly count: number }
  | { readonly do: 'auth'; readonly takes: number | 'throw'; readonly count: number }
  /** Attempts are refused, or hang. */
  | { readonly do: 'attempts'; readonly go: 'refused' | 'silent'; readonly ms: number }
  /** A node moves a session outside of its handlers. */
  | { readonly do: 'move'; readonly client: number; readonly to: 'join' | 'leave' }
  /** The server ends the links of a client's user. */
  | { readonly do: 'end'; readonly client: number }
  | { readonly do: 'page'; readonly client: number; readonly signal: PageSignal }
  | { readonly do: 'call'; readonly client: number; readonly call: Call }

export type Call = 'reconnect' | 'close' | 'close, connect' | 'connect'

/** All that one seed stands for. */
export interface Scenario {
  /** For what the engine and the servers take by chance, and for latencies. */
  readonly random: number
  readonly clients: number
  readonly nodes: number
  /** How many messages the log keeps. */
  readonly keeps: number
  /** Of the clients' outbox. */
  readonly maxAge: number
  readonly maxMessages: number
  readonly steps: readonly Step[]
}
