export { pageFrames, type RequestFrame } from './page-frames.ts'
export { systemRandom, systemTimers } from './system-timers.ts'
export { MAX_TIMEOUT, type TimerService } from './timer-service.ts'
