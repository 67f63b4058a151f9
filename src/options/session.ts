import type { SocketError } from '../diagnostics.ts'

/** What a session raises while it takes the frames of a link apart. */
export interface SessionEvents {
  /** A message to deliver, and when its frame came. */
  deliver(message: unknown, at: number): void
  /** The server has committed all messages up to this number, but for those that it refused. */
  acknowledge(upTo: number, refused: readonly number[]): void
  /** The server doesn't keep to the protocol. */
  fail(error: SocketError): void
}

/** What a session works with while it opens a link. */
export interface SessionTools {
  readonly send: (frame: string) => void
  /** The next frame; rejects when the attempt ends. */
  readonly receive: () => Promise<unknown>
  /** The subprotocol that the server chose. */
  readonly protocol: string
  /** The lowest number in flight, or else the next one. */
  readonly first: number
  /** The app's credentials, or a function that returns them. */
  readonly auth: unknown
}

/** What a server says to a session at the opening of a link. */
export interface Welcome {
  /** Whether nothing was missed since the last link. */
  readonly recovered: boolean
  /** The last number that was committed; `null` when the server doesn't know. */
  readonly in: number | null
  /** Those up to there that the server refused. */
  readonly refused: readonly number[]
  /** The link is open, and the app hears of it: the session goes on from the welcome's position. */
  begin(): void
}

/** What a session goes on from, in this tab or in another one. */
export interface SessionState {
  readonly id: string
  /** Links so far, counted. */
  readonly opening: number
  /** Of the server's log; none before the first position. */
  readonly epoch: string | undefined
  /** How far in the log of this epoch it is. */
  readonly position: number
}

/** The client half of a session: what lets a message be neither lost nor delivered twice. */
export interface Session {
  /** For another tab to go on from. */
  save(): SessionState
  /** How many numbered messages may be in flight. */
  readonly maxInFlight: number
  /** How large they may be together, in bytes. */
  readonly maxBytes: number
  /** The subprotocols to offer, with its own as the first. */
  offer(protocols: string | readonly string[] | undefined): string[]
  /** Opens a link; rejects with an error that has a code. */
  shakeHands(tools: SessionTools): Promise<Welcome>
  /** The frame of a message; number 0 is neither kept nor acknowledged. */
  frameOf(number: number, message: any): unknown
  /** Takes a frame apart. Hot path: must not allocate, but for the message. */
  receive(frame: unknown, at: number, raise: SessionEvents): void
}

/** Resolved options, as far as a session changes them. */
export interface PreparableOptions {
  readonly heartbeat: object
  readonly outbox: object
  readonly codec: unknown
}

/** What `createSession()` returns: a description, from which each connection makes its own session. */
export interface SessionOption {
  /** The app's credentials, or a function that returns them for every opening. */
  readonly auth: unknown
  /** Begins a session, or goes on with that of another tab. */
  begin(saved?: SessionState): Session
  /**
   * Puts what a session needs over resolved options.
   *
   * @throws TypeError with a `code` for an option that can't be used with a session
   */
  prepare<Resolved extends PreparableOptions>(given: object, resolved: Resolved): Resolved
}
