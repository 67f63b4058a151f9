import type { Faults } from './faults.ts'

export type { Faults } from './faults.ts'
export type { Metrics } from './metrics.ts'

/** Answer of `GET /api/state`, and of every control that succeeds. */
export interface ServerState {
  /** Address of the feed. */
  url: string
  /** Address of the echo. */
  echoUrl: string
  port: number
  running: boolean
  faults: Faults
  /** Open WebSocket connections, frozen ones included. */
  connections: number
  counters: {
    /** TCP connections, refused ones included. */
    dials: number
    /** WebSocket connections. */
    accepted: number
    pings: number
    /** Messages other than pings. */
    messages: number
  }
  /** The newest messages that the server got, oldest first. */
  received: string[]
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

/** Body of `POST /api/broadcast`. */
export interface BroadcastRequest {
  data: string
}

/** What every connection of the feed may get. */
export type FeedMessage =
  | import('./metrics.ts').Metrics
  | { type: 'echo'; data: string }
  | { type: 'flood'; id: number }
