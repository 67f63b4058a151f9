import type { TourTimes } from '../times.ts'

export const laneIds = ['ours', 'vueuse', 'bare'] as const

export type LaneId = (typeof laneIds)[number]

/** What a client says of itself, in its own words. */
export interface LaneListener {
  /** @param isOpen - whether it believes that messages flow */
  report(status: string, isOpen: boolean): void
  hears(text: string): void
  /** The client has reported that this message is, or may be, lost. */
  drops(text: string): void
  /** The client sends a message once more. */
  resends(): void
  /** The client gets a message that was sent while it was away. */
  replays(): void
}

/** A client on the feed. */
export interface Lane {
  /** Whether it says what becomes of its messages. */
  readonly accounts: boolean
  send(text: string): void
  /** Whether it accounts for what it sends by now, if it does so at all. */
  isReady(): boolean
  /** How many of the newest messages it says it still has: they wait, or are not confirmed. */
  held(): number
  end(): void
}

export type OpenLane = (url: string, times: TourTimes, listener: LaneListener) => Lane
