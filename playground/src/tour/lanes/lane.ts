import type { TourTimes } from '../times.ts'

export const laneIds = ['ours', 'vueuse', 'bare'] as const

export type LaneId = (typeof laneIds)[number]

/** What a client says of itself, in its own words. */
export interface LaneListener {
  /** @param isOpen - whether it believes that messages flow */
  report(status: string, isOpen: boolean): void
  hears(text: string): void
}

/** Opens a client on the feed; returns what ends it. */
export type OpenLane = (url: string, times: TourTimes, listener: LaneListener) => () => void
