import type { TimerService } from 'vue-heartbeat-socket/socket'

/** A timer service that notes the delay of each timer set. */
export function counting(timers: TimerService): { timer: TimerService; delays: number[] } {
  const delays: number[] = []
  const timer: TimerService = {
    now: () => timers.now(),
    setTimeout(fn, ms) {
      delays.push(ms)
      return timers.setTimeout(fn, ms)
    },
    clearTimeout: (handle) => timers.clearTimeout(handle),
  }
  return { timer, delays }
}

/** A timer service whose wall clock can be stepped. */
export function stepping(timers: TimerService): { timer: TimerService; step(ms: number): void } {
  let offset = 0
  const timer: TimerService = {
    now: () => timers.now() + offset,
    setTimeout: (fn, ms) => timers.setTimeout(fn, ms),
    clearTimeout: (handle) => timers.clearTimeout(handle),
  }
  return { timer, step: (ms) => void (offset += ms) }
}
