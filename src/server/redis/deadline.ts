import { systemTimers } from '../../timers/index.ts'

const timers = systemTimers()

/** Settles like the promise, or rejects when it has not settled within `ms`. */
export function deadline<Result>(promise: Promise<Result>, ms: number): Promise<Result> {
  let handle: unknown
  const expired = new Promise<never>((_, reject) => {
    handle = timers.setTimeout(() => reject(new Error(`No answer of Redis in ${ms} ms.`)), ms)
  })
  return Promise.race([promise, expired]).finally(() => timers.clearTimeout(handle))
}
