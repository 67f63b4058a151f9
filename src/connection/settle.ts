import { isThenable } from '../options/thenable.ts'

/**
 * Runs a user's function: a plain result is passed on in this task, only a thenable is awaited, and
 * then `after` is called too.
 */
export function settle<T>(
  run: () => T | PromiseLike<T>,
  done: (value: T) => unknown,
  failed: (error: unknown) => void,
  after: () => void,
): void {
  let result: T | PromiseLike<T>
  try {
    result = run()
  } catch (error) {
    failed(error)
    return
  }
  if (isThenable(result)) void Promise.resolve(result).then(done, failed).then(after)
  else done(result)
}
