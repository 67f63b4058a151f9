export type { TimerService } from './timer-service.ts'
export { MAX_TIMEOUT, systemRandom, systemTimers } from './system-timers.ts'
