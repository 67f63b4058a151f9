/** How often the platform's functions were called. */
export interface Calls {
  readonly timers: number
  readonly frames: number
}

/** Wraps the functions that set timers and request frames, and returns what reads the counts. */
export function countCalls(): () => Calls {
  let timers = 0
  let frames = 0
  const { setTimeout, setInterval, requestAnimationFrame } = window
  window.setTimeout = ((...args: Parameters<typeof setTimeout>) => {
    timers++
    return setTimeout(...args)
  }) as typeof setTimeout
  window.setInterval = ((...args: Parameters<typeof setInterval>) => {
    timers++
    return setInterval(...args)
  }) as typeof setInterval
  window.requestAnimationFrame = (callback) => {
    frames++
    return requestAnimationFrame(callback)
  }
  return () => ({ timers, frames })
}
