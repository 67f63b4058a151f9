const BATCH = 10

/** How long one batch may take, in ms: requests, that to end the flood among them, come in between. */
const LONGEST = 5

/**
 * Calls `send` so many times a second, in batches, or as often as the machine can; returns what ends
 * it.
 */
export function startFlood(rate: number, send: (id: number) => void): () => void {
  let owed = 0
  let id = 0
  let at = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    // At most a second's worth after the process was held up.
    owed = Math.min(owed + (rate * (now - at)) / 1000, rate)
    at = now
    for (; owed >= 1 && performance.now() - now < LONGEST; owed--) send(++id)
  }, BATCH)
  return () => clearInterval(timer)
}
