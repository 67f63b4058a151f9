import type { DropReason, SocketEvents } from '../connection/events.ts'
import { isRawData } from '../options/raw-data.ts'
import type { RawData } from '../options/options.ts'
import type { SessionState } from '../options/session.ts'
import type { SharedState } from './shared-state.ts'

/** Part of the names of lock and channel: tabs whose frames differ never meet. */
export const WIRE_VERSION = 1

/** An event of the leader's connection that is every tab's; messages travel as they came. */
type SharedEvent = Exclude<keyof SocketEvents, 'message' | 'sent' | 'confirmed' | 'drop' | 'leader'>

export const SHARED_EVENTS: readonly SharedEvent[] = [
  'status',
  'open',
  'stable',
  'suspect',
  'close',
  'ping',
  'pong',
  'heartbeat',
  'error',
]

/** What a tab goes on from, should it be the next leader, and what its messages came to. */
export interface Succession {
  /** The leadership before this one, and its newest batch, as far as the leader had heard of it. */
  readonly before: readonly [term: number, seq: number]
  /** What the server said of messages sent before, at the first opening of this leadership. */
  readonly answer: Answer | undefined
  /** From where in the server's log the first link of this leadership went on. */
  readonly from: number
  readonly session: SessionState | undefined
  /** The newest number of a message. */
  readonly newest: number
  /** Whether the server has ever answered a ping. */
  readonly hasAnswered: boolean
  readonly cursor: unknown
}

/** The last number that the server has committed (`null`: it doesn't know), and those it refused. */
export interface Answer {
  readonly in: number | null
  readonly refused: readonly number[]
}

/** What became of a follower's message; `''`: it needs no account any more. */
export type Outcome = DropReason | 'confirmed' | ''

/** Of a message that no link takes, because of its size. */
export const TOO_LARGE = -1

/** What has happened in the leader's tab. */
export type Item =
  | readonly ['message', at: number, raw: unknown, position: number | undefined]
  | readonly ['event', name: SharedEvent, args: any[], SharedState, Succession]
  | readonly ['snapshot', to: string | null, SharedState, Succession]
  /** Messages from this id on were sent, under these numbers (0: not accounted for). */
  | readonly ['took', to: string, id: number, numbers: readonly number[]]
  | ['end', to: string, id: number, outcome: Outcome]
  /** There is room again for messages that were not taken. */
  | readonly ['room']

/** What a leader posts, to all tabs. */
export interface Batch {
  readonly from: string
  readonly term: number
  /** Counts the batches of a term, from 1. */
  readonly seq: number
  readonly items: readonly Item[]
}

/** What the other tabs post, for the leader. */
export type Question =
  /** The tab takes part, and has heard up to this batch of the term; 0: it has no state. */
  | { readonly type: 'hello'; readonly isVisible: boolean; readonly seq: number }
  | { readonly type: 'bye' | 'ask' | 'connect' | 'reconnect' }
  /** Messages that wait, in order. */
  | { readonly type: 'offer'; readonly id: number; readonly raws: readonly RawData[] }
  /** A message that can't wait; without an id it is not accounted for. */
  | { readonly type: 'send'; readonly id: number; readonly raw: RawData }

export type Asked = Question & { readonly from: string; readonly term: number }

/** Takes what came over the channel, unless it is none of ours. */
export function parse(data: any): Batch | Asked | null {
  if (typeof data?.from !== 'string' || !isNumber(data.term)) return null
  const { type, items, raw, raws } = data
  if (Array.isArray(items)) return isNumber(data.seq) && items.every(Array.isArray) ? data : null
  const isMessage = type === 'send' ? isRawData(raw) : type === 'offer' && isList(raws)
  const carriesNone = /^(hello|bye|ask|connect|reconnect)$/.test(type)
  return carriesNone || (isMessage && isNumber(data.id)) ? data : null
}

const isNumber = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
const isList = (value: unknown) => Array.isArray(value) && value.every(isRawData)
