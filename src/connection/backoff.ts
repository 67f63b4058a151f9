/** The part of the reconnect options that the delays follow from. */
export interface BackoffOptions {
  readonly spread: number
  readonly minDelay: number
  readonly maxDelay: number
  readonly factor: number
}

/**
 * The delay before a retry, in ms. The first is uniform within `spread`, so that a restarted server
 * doesn't meet all its clients at once; each further one is uniform from a quarter to the whole of a
 * bound that grows from `minDelay` to `maxDelay`.
 *
 * @param retry - its number in the series, 1 for the first
 */
export function backoff(retry: number, options: BackoffOptions, random: () => number): number {
  const { spread, minDelay, maxDelay, factor } = options
  if (retry <= 1) return uniform(0, spread, random)
  const bound = minDelay && Math.min(maxDelay, minDelay * factor ** (retry - 2))
  return uniform(bound / 4, bound, random)
}

/** A delay from the range that `backoff` ends up in: for hidden pages, offline, and refusals. */
export function longDelay(options: BackoffOptions, random: () => number): number {
  return uniform(options.maxDelay / 4, options.maxDelay, random)
}

function uniform(from: number, to: number, random: () => number): number {
  return from + (to - from) * random()
}
