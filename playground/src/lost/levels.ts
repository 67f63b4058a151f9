import { openBare } from '../tour/lanes/bare.ts'
import type { OpenLane } from '../tour/lanes/lane.ts'
import { oursNamed, type Level } from '../tour/lanes/ours.ts'

/** What becomes of a message: nothing is said of it, or this library's three levels. */
export const levelIds = ['nothing', 'reported', 'resent', 'session'] as const

export type LevelId = (typeof levelIds)[number]

/** @param run - names the sockets: those of the last run may not have ended yet */
export const openLevels = (run: string): Readonly<Record<LevelId, OpenLane>> => {
  const ours = (level: Level): OpenLane => oursNamed(`lost/${run}/${level}`, level)
  return {
    nothing: openBare,
    reported: ours('reported'),
    resent: ours('resent'),
    session: ours('session'),
  }
}
