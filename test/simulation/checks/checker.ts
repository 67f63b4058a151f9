import type { Connection, PageSignal, SocketStatus } from 'vue-heartbeat-socket/socket'
import type { Clock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { EventType, NativeSocket } from '../native-socket.ts'
import type { FakePage } from '../../connection/support/fake-page.ts'
import type { Call, Place } from '../scenario.ts'
import type { Flight } from './flight.ts'
import type { Ledger } from './ledger.ts'
import type { Windows } from './windows.ts'

/** A task of the page's thread, with the microtasks that follow from it. */
export interface Task {
  readonly kind: 'call' | 'timer' | 'message' | 'signal'
  readonly signal: PageSignal | null
  readonly statusBefore: SocketStatus
  /** What the user has called in it so far, from inside of events and functions too. */
  readonly calls: Call[]
  /** Where code of the user's has thrown in it. */
  readonly throws: Place[]
}

/** What those who check can see. */
export interface World {
  readonly clock: Clock
  readonly journal: Journal
  readonly page: FakePage
  readonly connection: Connection
  readonly sockets: readonly NativeSocket[]
  readonly task: Task
  readonly windows: Windows
  readonly ledger: Ledger
  readonly flight: Flight
  /** Nothing is emitted any more. */
  readonly isDisposed: boolean
}

/** Holds the engine to some of its invariants. Each hook is called when its name says. */
export interface Checker {
  taskBegins?(): void
  taskEnds?(): void
  /** The user calls something, from inside of something else or not. */
  calls?(call: Call): void
  /** That call has returned. */
  called?(call: Call): void
  /** The signal given with a message is aborted. */
  aborts?(id: number): void
  /** Code of the user's throws. */
  throws?(place: Place): void
  /** The url function is asked. */
  asked?(): void
  /** An attempt's signal was handed out; a function that has it failed. */
  signal?(signal: AbortSignal): void
  failed?(signal: AbortSignal): void
  /** The user's own delay for the next retry. */
  delays?(ms: number): void
  /** An attempt begins. */
  begins?(): void
  /** A message goes in at `send()`, and what that returned. */
  sends?(id: number, data: string, mayWait: boolean): void
  returned?(id: number, result: string): void
  /** Something is called from inside of a `drop` listener. */
  callsInDrop?(): void
  /** What `send()` returned for what cannot be sent. */
  refused?(result: string): void
  /** A handshake function took a message. */
  took?(message: unknown): void
  /** A handshake function waits for a message, or does so no more. */
  receives?(isWaiting: boolean): void
  /** A handshake function answers whether it continues where the last link ended. */
  shakes?(isRecovered: boolean): void
  /** A function of the user's is given where in the server's stream we are. */
  given?(cursor: unknown): void
  /** The cursor function has moved that. */
  moves?(cursor: unknown): void
  /** A predicate of the user's has said whether something is a pong. */
  judges?(isPong: boolean): void
  /** A native socket is made, sent over, closed by the client. */
  constructed?(socket: NativeSocket): void
  sent?(socket: NativeSocket, data: unknown): void
  closed?(socket: NativeSocket): void
  /** What was sent has reached the server. */
  arrived?(socket: NativeSocket, data: unknown): void
  /** Nothing more will happen. */
  ends?(): void
  /** Before a native event reaches its handler. */
  dispatching?(socket: NativeSocket, type: EventType, details: { readonly data?: string }): void
  dispatched?(socket: NativeSocket, type: EventType): void
  /** A timer looked at a link whose `bufferedAmount` had fallen, and is above 0. */
  progressed?(socket: NativeSocket): void
}

/** Calls a hook of all checks. */
export type Notify = <Hook extends keyof Checker>(
  hook: Hook,
  ...args: Parameters<NonNullable<Checker[Hook]>>
) => void

/** Whether a signal says that the page is there again. */
export function isWake(signal: PageSignal | null): boolean {
  return /online|visible|resume|pageshow/.test(String(signal))
}

/** Whether the user has called something from inside of something else: hard to follow from outside. */
export function isTangled({ kind, calls }: Task): boolean {
  return calls.length > (kind === 'call' ? 1 : 0)
}
