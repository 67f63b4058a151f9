import { systemTimers } from '../../timers/index.ts'

const timers = systemTimers()

/**
 * Between the two looks that a deadline takes, in ms: after the thread was busy for long its timers
 * run before what has come meanwhile is read.
 */
const RECHECK = 100

/** Settles like the promise, or rejects when it has not settled within `ms`. */
export function deadline<Result>(promise: Promise<Result>, ms: number): Promise<Result> {
  let handle: unknown
  const expired = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new Error(`No answer of Redis in ${ms} ms.`))
    handle = timers.setTimeout(() => {
      handle = timers.setTimeout(fail, RECHECK)
    }, ms - RECHECK)
  })
  return Promise.race([promise, expired]).finally(() => timers.clearTimeout(handle))
}
