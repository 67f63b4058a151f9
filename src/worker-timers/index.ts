export { workerTimers } from './worker-timers.ts'
export type { TimerService } from '../timer/index.ts'
