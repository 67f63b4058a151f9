import type { Faults } from './faults.ts'

export type { Faults } from './faults.ts'
export type { Metrics } from './metrics.ts'

/** Answer of `GET /api/state`, and of every control that succeeds. */
export interface ServerState {
  /** When this was said, in epoch ms: what was asked for holds by then. */
  at: number
  /** Address of the feed. */
  url: string
  /** Address of the echo. */
  echoUrl: string
  port: number
  running: boolean
  faults: Faults
  /** Open WebSocket connections, frozen ones included, stranded ones not. */
  connections: number
  /** WebSocket connections that are half-open for good. */
  stranded: number
  counters: {
    /** TCP connections, refused ones included. */
    attempts: number
    /** WebSocket connections. */
    accepted: number
    pings: number
    /** Messages other than pings. */
    messages: number
  }
  /** The newest messages that the server got, oldest first. */
  received: string[]
}

/** What arrived of a series of numbered messages, in the answer of `GET /api/counted`. */
export interface Counted {
  /** The numbers, as ranges in order. */
  arrived: [first: number, last: number][]
  /** How many arrived once more. */
  again: number
}

/** Answer of a control that fails, with a status of 400 or more. */
export interface ControlError {
  error: string
}

/** Body of `POST /api/set`; what is left out stays as it is. */
export type SetRequest = Partial<Faults>

/** Body of `POST /api/close`. */
export interface CloseRequest {
  /** 1000-1003, 1007-1014 or 3000-4999. */
  code: number
  /** At most 123 bytes. */
  reason?: string
}

/** Body of `POST /api/strand`. */
export interface StrandRequest {
  /**
   * In ms: from then on, whatever comes on the connections stranded now is answered with a TCP
   * reset, as by a host that knows nothing of them any more. Left out, it never is.
   */
  forgetAfter?: number
}

/** Body of `POST /api/restart`. */
export interface RestartRequest {
  /** How long nothing listens, in ms. */
  downFor: number
}

/** Body of `POST /api/broadcast`. */
export interface BroadcastRequest {
  data: string
}

/** What every connection of the feed may get. */
export type FeedMessage =
  | import('./metrics.ts').Metrics
  | { type: 'echo'; data: string }
  | { type: 'flood'; id: number }
