export { workerTimers } from './worker-timers.ts'
export type { TimerService } from '../timers/index.ts'
