import type { Pace } from '../page/clients/client.ts'

/** Times short enough for a test, long enough for a busy machine. */
export const PACE: Pace = {
  interval: 300,
  timeout: 300,
  connectTimeout: 1_000,
  delay: 200,
  maxDelay: 500,
}

/** The longest that a half-open link goes unnoticed with these, in ms; a second of it is slack. */
export const FOUND_WITHIN: number = PACE.interval + PACE.timeout + 1_000

/** The same until a new link is open, where new ones get through; two seconds of it are slack. */
export const OPEN_WITHIN: number = FOUND_WITHIN + PACE.delay + 1_000

/** From the end of an outage until a new link is open, in ms; a second of it is slack. */
export const BACK_WITHIN: number = PACE.connectTimeout + PACE.maxDelay + 1_000
