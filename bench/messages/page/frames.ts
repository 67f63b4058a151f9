/** How well frames came while a page was busy. */
export interface Frames {
  readonly shown: number
  /** Frames that should have come at 60 a second and did not. */
  readonly missed: number
  /** The longest time from frame to frame, in ms. */
  readonly longest: number
}

/** At 60 a second, in ms. */
const PERIOD = 1_000 / 60

export function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve))
}

/** Looks at each frame, until it is told to stop. */
export function watchFrames(): () => Frames {
  let last: number | undefined
  let shown = 0
  let missed = 0
  let longest = 0
  let request = requestAnimationFrame(look)

  function look(now: number): void {
    request = requestAnimationFrame(look)
    if (last !== undefined) {
      const gap = now - last
      shown++
      missed += Math.max(0, Math.round(gap / PERIOD) - 1)
      longest = Math.max(longest, gap)
    }
    last = now
  }
  return () => {
    cancelAnimationFrame(request)
    return { shown, missed, longest }
  }
}
