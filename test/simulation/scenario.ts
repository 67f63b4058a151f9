import type { PageSignal } from 'vue-heartbeat-socket/socket'
import type { Order, Throttle } from './clock.ts'

/** How a native socket shows its end. */
export interface End {
  readonly code: number
  /**
   * `closing`: `readyState` is CLOSING for 2 s before `close` comes (Chromium). `late`: an `error`,
   * and a `close` a minute later. `nothing`: only `readyState` says so.
   */
  readonly shows:
    | 'error, close'
    | 'close'
    | 'error'
    | 'nothing'
    | 'closing'
    | 'close, close'
    | 'close, error'
    | 'late'
}

/** A time in ms, or one at the edge of the deadline that applies: `edge - 1` is 1 ms before it. */
export type Delay = number | 'edge - 1' | 'edge' | 'edge + 1'

/** Which way a link is half-open: what comes in is lost, what goes out is, or both. */
export type Mute = 'in' | 'out' | 'both'

/** How a attempt goes. */
export type Connecting =
  | { readonly goes: 'open'; readonly after: Delay }
  | { readonly goes: 'silent' }
  | { readonly goes: 'throw' }
  | { readonly goes: 'refused'; readonly after: Delay; readonly end: End }
  | { readonly goes: 'dropped'; readonly after: number; readonly end: End }
  | { readonly goes: 'mute'; readonly way: Mute }

/** When a ping is answered. */
export type Answer = Delay | 'never'

/** What a socket that was closed by the client still says, and when. */
export interface Aftermath {
  readonly after: number
  readonly says: readonly ('open' | 'message' | 'error' | 'close')[]
}

/** How a url function answers. */
export type UrlAnswer =
  | 'now'
  | 'promise'
  | 'late'
  | 'never'
  | 'another host'
  | 'rejects'
  | 'rejects late'
  | 'throws'
  | 'null'
  | 'null, late'
  | 'nonsense'

/** What a handshake function does. */
export type HandshakePlan =
  | 'nothing'
  | 'sends'
  | 'promise'
  | 'receives'
  | 'late'
  | 'never'
  | 'rejects'
  | 'throws'
  | 'recovers'
  | 'recovers, promise'
  | 'recovers nothing'

/** What the user calls. */
export type Call =
  | 'connect'
  | 'reconnect'
  | 'close'
  | 'close 4000'
  | 'close, connect'
  | 'send'
  | 'send all'
  | 'send nonsense'
  | 'send now'
  | 'send, send now'
  | 'send large'
  | 'send, abort later'
  | 'abort'
  | 'dispose'
  | 'reset'
  | Change

/** What the user changes at run time, or how it is at the beginning. */
export type Change =
  | 'ping'
  | 'ping fast'
  | 'ping faster'
  | 'ping by function'
  | 'ping always'
  | 'watch only'
  | 'no heartbeat'
  | 'replies'
  | 'receipts fast'
  | 'no receipts'
  | 'resend'
  | 'cursor'
  | 'url a'
  | 'url b'
  | 'url function'
  | 'url null'
  | 'no page'
  | 'page'
  | 'other class'
  | 'not when hidden'
  | 'when hidden'
  | 'own delays'
  | 'own verdict'
  | 'three retries'
  | 'no retries'
  | 'short delays'
  | 'no delays'
  | 'stable at once'
  | 'small outbox'
  | 'newest dropped'
  | 'short outbox'
  | 'no outbox'
  | 'text'
  | 'json'
  | 'handshake'
  | 'no handshake'
  | 'short connectTimeout'
  | 'protocols'
  | 'protocols by function'
  | 'debug'

/**
 * Where code of the user's runs: in listeners of events, in functions among the options, and in a
 * listener of theirs that hears of the page before the engine does.
 */
export type Place =
  | 'status'
  | 'open'
  | 'stable'
  | 'message'
  | 'sent'
  | 'close'
  | 'error'
  | 'ping'
  | 'pong'
  | 'heartbeat'
  | 'suspect'
  | 'drop'
  | 'url()'
  | 'handshake()'
  | 'cursor()'
  | 'message()'
  | 'pong()'
  | 'reply()'
  | 'delay()'
  | 'shouldReconnect()'
  | 'abort'
  | 'page'
  | 'new WebSocket()'

/** The user's code calls something, or throws, at the `nth` time that it runs at a place, or each time. */
export interface Reaction {
  readonly at: Place
  readonly nth: number | 'each'
  readonly does: Call | 'throw'
}

/** Something that happens. */
export type Step =
  | { readonly do: 'wait'; readonly ms: number }
  /** The page's thread is busy. */
  | { readonly do: 'stall'; readonly ms: number }
  | { readonly do: 'sleep'; readonly ms: number; readonly stopsTimers: boolean }
  | { readonly do: 'clock'; readonly by: number }
  | { readonly do: 'throttle'; readonly to: Throttle }
  | { readonly do: 'order'; readonly to: Order }
  /** The page's facts change; `isSignalled`: and it says so. */
  | { readonly do: 'online' | 'visible'; readonly is: boolean; readonly isSignalled: boolean }
  /** A signal that nothing stands behind. */
  | { readonly do: 'signal'; readonly signal: PageSignal }
  | { readonly do: 'freeze'; readonly ms: number; readonly signals: readonly PageSignal[] }
  /** Into the back/forward cache, and out of it. */
  | { readonly do: 'cache'; readonly ms: number; readonly signals: readonly PageSignal[] }
  | { readonly do: 'call'; readonly call: Call }
  | { readonly do: 'mute'; readonly way: Mute }
  | { readonly do: 'end'; readonly end: End }
  /** What was sent stands in the way out for so long. */
  | { readonly do: 'congest'; readonly ms: number; readonly isSteady: boolean }
  | { readonly do: 'server'; readonly sends: 'news' | 'flood' | 'nonsense' | 'ping' | 'pong' }

/** What is looked at once the faults have stopped and the connection is open again. */
export interface Finale {
  readonly link: 'dies' | 'lives'
  readonly way: Mute
  readonly throttle: Throttle
  readonly order: Order
  /** A signal after the link's end, in ms; L5 then hurries. */
  readonly wake: PageSignal | 'none'
  /** How long what the dying link has sent stands in the way out, in ms. */
  readonly buffered: number
  /** How long the thread stands still now and then, in ms. */
  readonly stall: number
}

/** One run, but for the code under test: the same scenario always goes the same way. */
export interface Scenario {
  /** Seed of the random numbers that the engine draws. */
  readonly random: number
  readonly options: readonly Change[]
  /** In their order; when they are used up, all goes well. */
  readonly attempts: readonly Connecting[]
  readonly answers: readonly Answer[]
  readonly aftermaths: readonly Aftermath[]
  readonly urls: readonly UrlAnswer[]
  readonly handshakes: readonly HandshakePlan[]
  readonly reactions: readonly Reaction[]
  readonly steps: readonly Step[]
  readonly finale: Finale
}
