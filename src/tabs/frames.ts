import type { DropReason, SocketEvents } from '../connection/events.ts'
import { isRawData } from '../options/raw-data.ts'
import type { RawData } from '../options/options.ts'
import type { SharedState } from './shared-state.ts'

/** Part of the names of lock and channel: tabs whose frames differ never meet. */
export const WIRE_VERSION = 1

/** An event of the leader's connection that is every tab's; messages travel as they came. */
export type SharedEvent = Exclude<
  keyof SocketEvents,
  'message' | 'sent' | 'confirmed' | 'drop' | 'leader'
>

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

/** What became of a follower's message; `''`: it is settled, without an event. */
export type Outcome = DropReason | 'confirmed' | ''

/** Of a message that no link takes, because of its size. */
export const TOO_LARGE = -1

/** What has happened in the leader's tab. */
export type Item =
  | readonly ['message', raw: unknown, at: number, position: number | undefined]
  | readonly ['open', recovered: boolean | null, position: number | undefined]
  | readonly [name: Exclude<SharedEvent, 'open'>, ...args: any[]]
  /** Messages from this id on were sent, under these numbers (0: not accounted for). */
  | readonly ['took', to: string, id: number, numbers: readonly number[]]
  | ['outcome', to: string, id: number, outcome: Outcome]

/** What a leader posts, to all tabs. */
export interface Batch {
  readonly from: string
  readonly term: number
  /**
   * Counts the batches of a term, from 1, and what would have been posted had a tab followed. 0: a claim,
   * by which a tab says no more than that it has the lock.
   */
  readonly seq: number
  readonly items: readonly Item[]
  /** After these items, where it has changed or was asked for. */
  readonly state: SharedState | undefined
}

/** What the other tabs post, for the leader. */
export type Question =
  /** The tab takes part, and wants the state. */
  | { readonly type: 'hello'; readonly isVisible: boolean }
  | { readonly type: 'bye' | 'ask' | 'connect' | 'reconnect' }
  | {
      readonly type: 'offer'
      /** Of the first message; 0: they are not accounted for. */
      readonly id: number
      /** Messages that wait, in order. */
      readonly raws: readonly RawData[]
      /** Whether they go out now or never. */
      readonly isUrgent: boolean
    }

export type Asked = Question & { readonly from: string; readonly term: number }

/** Takes what came over the channel, unless it is none of ours. */
export function parse(data: any): Batch | Asked | null {
  if (typeof data?.from !== 'string' || !isNumber(data.term)) return null
  const { type, items, raws } = data
  const isOurs = items
    ? isNumber(data.seq) && isList(items, Array.isArray)
    : type === 'offer'
      ? isNumber(data.id) && isList(raws, isRawData)
      : /^(hello|bye|ask|connect|reconnect)$/.test(type)
  return isOurs ? data : null
}

const isNumber = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0

const isList = (value: unknown, isOne: (one: unknown) => boolean) =>
  Array.isArray(value) && value.every(isOne)
