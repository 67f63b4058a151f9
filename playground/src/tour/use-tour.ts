import { onScopeDispose, ref, shallowRef, watchEffect, type Ref, type ShallowRef } from 'vue'
import { systemTimers } from 'vue-heartbeat-socket/socket'
import { askCounted } from '../faults/control.ts'
import { useServer } from '../faults/server.ts'
import { nextRun } from '../lost/run-name.ts'
import { page } from '../page.ts'
import { block } from './block.ts'
import { viewOf, type LaneViews } from './lane-view.ts'
import { openLane } from './lanes/index.ts'
import { lengthOf } from './steps.ts'
import { paceOf, tourTimes, type TourTimes } from './times.ts'
import { Tour } from './tour.ts'

/** How often the lanes are looked at, in ms: a flood must not cost a rendering a message. */
const LOOK = 100

export interface TourOnPage {
  readonly tour: Tour
  readonly times: TourTimes
  readonly views: Readonly<ShallowRef<LaneViews | null>>
  /** How much of the step under way is over, from 0 to 1. */
  readonly share: Readonly<Ref<number>>
}

/** The tour of this page; ends with the component. */
export function useTour(): TourOnPage {
  const times = tourTimes(paceOf(location.search))
  const { act } = useServer()
  const timers = systemTimers()
  const tour = new Tour({
    act,
    count: askCounted,
    nextRun,
    open: openLane,
    timers,
    times,
    page,
    hold: block,
  })
  const views = shallowRef<LaneViews | null>(null)
  const share = ref(0)

  watchEffect((onCleanup) => {
    const { records, stage, step } = tour.state
    if (records === null) return
    const length = lengthOf(tour.steps[Math.min(step, tour.steps.length - 1)]!, times)
    const look = (): void => {
      const now = timers.now()
      views.value = viewOf(records, now)
      share.value = Math.min(1, (now - records.ours.startedAt) / length)
    }
    look()
    if (stage === null || stage === 'shown') return
    const timer = setInterval(look, LOOK)
    onCleanup(() => clearInterval(timer))
  })
  onScopeDispose(() => tour.stop())

  return { tour, times, views, share }
}
