/**
 * Tells about an error that a user's function threw, without letting it change what we do. Node 20
 * has no `reportError`.
 */
export function report(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error)
  else console.error(error)
}

/** What was thrown, in one line. */
export function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
