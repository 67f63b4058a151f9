import { vi } from 'vitest'

const calls: { method: string; args: unknown[] }[] = []

/** Records what goes to the console as a warning or an error, until `takeAll`. */
export function recordConsole(): void {
  calls.length = 0
  for (const method of ['warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void calls.push({ method, args }))
  }
}

/** Stops recording; returns what no test has taken. */
export function takeAll(): unknown[] {
  const left = calls.splice(0)
  vi.restoreAllMocks()
  return left
}

/** Removes and returns what went to `console.error` so far: the first argument of each call. */
export const takeErrors = (): unknown[] => take('error')

/** Removes and returns what went to `console.warn` so far: the first argument of each call. */
export const takeWarnings = (): unknown[] => take('warn')

function take(method: string): unknown[] {
  const taken = calls.filter((call) => call.method === method)
  const rest = calls.filter((call) => call.method !== method)
  calls.splice(0, calls.length, ...rest)
  return taken.map(({ args }) => args[0])
}
