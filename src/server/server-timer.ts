import type { TimerService } from '../timers/index.ts'

/** What the server needs of a `TimerService`: it shows nothing, so it needs no frames. */
export type ServerTimer = Pick<TimerService, 'now' | 'setTimeout' | 'clearTimeout'>
