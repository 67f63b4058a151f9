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
