/** A page of rows, for the keys that go by pages. */
const PAGE = 10

/** Which row a key selects, coming from another; `null` if it selects none. */
export function targetOf(key: string, from: number, count: number): number | null {
  const wanted = steps[key]?.(from, count)
  if (wanted === undefined || count === 0) return null
  return Math.min(Math.max(wanted, 0), count - 1)
}

const steps: Readonly<Record<string, (from: number, count: number) => number>> = {
  ArrowDown: (from) => from + 1,
  ArrowUp: (from) => from - 1,
  PageDown: (from) => from + PAGE,
  PageUp: (from) => from - PAGE,
  Home: () => 0,
  End: (_, count) => count - 1,
}
