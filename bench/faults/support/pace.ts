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

/**
 * How soon there is a new link, in ms: long before a browser would say by itself that the old one is
 * closed, or that its attempt goes unanswered. That takes 20 s and more.
 */
export const BACK_WITHIN = 10_000
