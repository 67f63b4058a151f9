/** What the suite's harness says of one page. */
export interface Outcome {
  /** Why there is no result of the page as a whole; else `null`. */
  readonly trouble: string | null
  readonly subtests: readonly Subtest[]
}

export interface Subtest {
  readonly name: string
  readonly passed: boolean
  readonly message: string | null
}

/** As `testharness.js` hands it over. */
export interface Harness {
  add_completion_callback(
    callback: (
      tests: readonly { name: string; status: number; message: string | null }[],
      harness: { status: number; message: string | null },
    ) => void,
  ): void
}

/**
 * Has the harness tell the outcome. Stands by itself: its text goes into pages.
 */
export function report(harness: Harness, tell: (outcome: Outcome) => void): void {
  harness.add_completion_callback((tests, { status, message }) => {
    tell({
      trouble: status === 0 ? null : (message ?? `harness status ${status}`),
      subtests: tests.map((test) => ({
        name: test.name,
        passed: test.status === 0,
        message: test.message,
      })),
    })
  })
}

/** Whether all is well with a page. */
export function isPass({ trouble, subtests }: Outcome): boolean {
  return trouble === null && subtests.length > 0 && subtests.every(({ passed }) => passed)
}
