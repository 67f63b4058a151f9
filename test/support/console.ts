import { afterEach, beforeEach, expect, vi } from 'vitest'

/**
 * Import this file for its effect: a test fails when it leaves a console warning or error behind
 * that it has not taken.
 */
const calls: { method: string; args: unknown[] }[] = []

beforeEach(() => {
  calls.length = 0
  for (const method of ['warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void calls.push({ method, args }))
  }
})

afterEach(() => {
  const left = calls.splice(0)
  vi.restoreAllMocks()
  expect(left, 'unexpected console output').toEqual([])
})

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
