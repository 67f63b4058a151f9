const LOOK_EVERY = 50

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))

/** Resolves with `true` when it is so, with `false` when it was not within so many ms. */
export async function until(isReached: () => boolean, within: number): Promise<boolean> {
  for (const begin = performance.now(); !isReached(); await sleep(LOOK_EVERY)) {
    if (performance.now() - begin > within) return false
  }
  return true
}
