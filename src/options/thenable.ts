/** Whether a value must be awaited: a promise, or another object with `then()`. */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | null | undefined)?.then === 'function'
}

/** The same for an answer that nothing awaits: handles the rejection. */
export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  if (!isThenable(value)) return false
  Promise.resolve(value).catch(() => {})
  return true
}
