/**
 * Tells about an error that a user's function threw, without letting it change what we do. Node 20
 * has no `reportError`.
 */
export function report(error: unknown): void {
  const { reportError = console.error } = globalThis
  reportError(error)
}

/** Asks a function of the user's; one that throws is reported and has said nothing. */
export function attempt<T>(ask: () => T): T | undefined
export function attempt<T, Given>(ask: (given: Given) => T, given: Given): T | undefined
export function attempt<T>(ask: (given?: any) => T, given?: unknown): T | undefined {
  try {
    return ask(given)
  } catch (error) {
    report(error)
    return undefined
  }
}
