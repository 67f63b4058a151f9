import { isThenable } from '../options/thenable.ts'

/** Reports a callback's error without interrupting the engine. Node 20 has no `reportError`. */
export function report(error: unknown): void {
  const { reportError = console.error } = globalThis
  reportError(error)
}

/** Calls a user's function; if it throws, the error is reported and there is no answer. */
export function call<T>(fn: () => T): T | undefined
export function call<T, Given>(fn: (given: Given) => T, given: Given): T | undefined
export function call<T>(fn: (given?: any) => T, given?: unknown): T | undefined {
  try {
    return fn(given)
  } catch (error) {
    report(error)
    return undefined
  }
}

/**
 * Calls a user's function that may be asynchronous: a plain result is passed on in this task, only
 * a thenable is awaited, and `settled` is called after it.
 */
export function callAsync<T>(
  fn: () => T | PromiseLike<T>,
  done: (value: T) => unknown,
  failed: (error: unknown) => void,
  settled: () => void,
): void {
  let result: T | PromiseLike<T>
  try {
    result = fn()
  } catch (error) {
    failed(error)
    return
  }
  if (isThenable(result)) void Promise.resolve(result).then(done, failed).then(settled)
  else done(result)
}
