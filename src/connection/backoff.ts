/** The part of the reconnect options that the delays follow from. */
export interface BackoffOptions {
  readonly spread: number
  readonly minDelay: number
  readonly maxDelay: number
  readonly factor: number
}

/**
 * How long to wait, in ms, before a redial: the first anywhere within `spread`, so that a restarted
 * server doesn't meet all its clients at once; each further one from a quarter to the whole of a
 * bound that grows from `minDelay` to `maxDelay`.
 *
 * @param redial - number of the redial in its series, from 1
 */
export function backoff(redial: number, options: BackoffOptions, random: () => number): number {
  const { spread, minDelay, maxDelay, factor } = options
  if (redial <= 1) return uniform(0, spread, random)
  const bound = minDelay && Math.min(maxDelay, minDelay * factor ** (redial - 2))
  return uniform(bound / 4, bound, random)
}

/** A delay from the range that `backoff` ends up in: for hidden pages, offline, and refusals. */
export function longDelay(options: BackoffOptions, random: () => number): number {
  return uniform(options.maxDelay / 4, options.maxDelay, random)
}

function uniform(from: number, to: number, random: () => number): number {
  return from + (to - from) * random()
}
