import type { TourTimes } from '../times.ts'
import { bareCode, openBare } from './bare.ts'
import type { LaneId, OpenLane } from './lane.ts'
import { openOurs, oursCode } from './ours.ts'
import { openVueUse, vueUseCode } from './vueuse.ts'

export const openLane: Readonly<Record<LaneId, OpenLane>> = {
  ours: openOurs,
  vueuse: openVueUse,
  bare: openBare,
}

/** What an app would write for the lane, with these times. */
export const laneCode: Readonly<Record<LaneId, (times: TourTimes) => string>> = {
  ours: oursCode,
  vueuse: vueUseCode,
  bare: bareCode,
}
