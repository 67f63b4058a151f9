import type { Run } from './support/run.ts'

/** Where `ReconnectingWebSocket` is not as the standards have a WebSocket. */
export interface Difference {
  /** What is different, and why: Markdown, for the documentation. */
  readonly what: string
  readonly reason: string
  /** The checks that show it, by their names. */
  readonly checks: readonly string[]
  /** The runtime that has it, if not all have. */
  readonly only?: Run['runtime']
}

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'The third argument is not ignored.',
    reason: 'It holds the options.',
    checks: ['constructor: ignores a third argument'],
  },
  {
    what: 'A function as url or protocols is not converted to a string.',
    reason: 'It is called at each attempt: for a fresh token, or another host.',
    checks: [
      'url argument: is converted to a string where it is a function',
      'protocols argument: is converted to a string where it is a function',
    ],
  },
  {
    what: '`null` as protocols is none, and not the name `null`.',
    reason: 'So the original has it, whose users write `null` to get to the options.',
    checks: ['protocols argument: is converted to a string where it is null'],
  },
  {
    what: 'Events are not `isTrusted`.',
    reason:
      'They are made anew, with the outer socket as `target`; only the runtime can make trusted ones.',
    checks: ['events: are trusted'],
  },
  {
    what: 'Promise reactions do not run between two listeners of an event, nor between `error` and `close`.',
    reason: 'They run when no script does, and it is a script that dispatches here.',
    checks: [
      'events: let promise reactions run between listeners',
      'events: let promise reactions run between error and close',
    ],
  },
  {
    what: 'In Node `structuredClone()` throws nothing, and returns an empty object.',
    reason: "In Node only what its own core has marked can't be cloned.",
    checks: ['interface: can not be cloned'],
    only: 'node',
  },
]

export function isDifferent(check: string, runtime: Run['runtime']): boolean {
  return DIFFERENCES.some(
    ({ checks, only = runtime }) => only === runtime && checks.includes(check),
  )
}
