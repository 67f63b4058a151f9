import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readTables } from './table.ts'

/** Runs what a row says, with the other library and with ours. */
export type Trial = () => void | Promise<void>

/** Tries a table of docs/coming-from, row by row, on a clock that stands still by itself. */
export function tryTable(library: string, head: string, trials: Record<string, Trial>): void {
  const table = readTables().find((one) => one.library === library && one.head === head)

  beforeEach(() => {
    vi.useFakeTimers({
      now: new Date('2026-01-01T00:00:00Z'),
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    })
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('has a trial for each row, and a row for each trial', () => {
    expect(Object.keys(trials).sort()).toEqual([...(table?.keys ?? [])].sort())
  })

  describe(`${library}: ${head}`, () => {
    for (const [key, trial] of Object.entries(trials)) it(key, trial)
  })
}

/** Lets time pass, and promises settle. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
}

/** Lets promises and timers of 0 ms settle. */
export const settle = (): Promise<void> => pass(0)
