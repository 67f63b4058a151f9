import type { TimerService } from './timer-service.ts'

/**
 * The browser's (or Node's) own timers. Each call looks the global up anew, so that test libraries
 * which replace the globals, such as `vi.useFakeTimers()`, work without further steps.
 */
export function systemTimers(): TimerService {
  return {
    now: () => Date.now(),
    setTimeout: (fn, ms) => setTimeout(fn, ms),
    clearTimeout: (handle) => clearTimeout(handle as number | undefined),
  }
}

/** The default of the option `random`. */
export const systemRandom = (): number => Math.random()
