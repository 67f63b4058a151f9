/** Notes tasks of 50 ms and more; where the browser doesn't know of them, it returns `null`. */
export function watchTasks(): () => number[] | null {
  if (!PerformanceObserver.supportedEntryTypes.includes('longtask')) return () => null
  const found: number[] = []
  const note = (entries: readonly PerformanceEntry[]): void => {
    for (const { duration } of entries) found.push(duration)
  }
  const observer = new PerformanceObserver((list) => note(list.getEntries()))
  observer.observe({ type: 'longtask' })
  return () => {
    note(observer.takeRecords())
    observer.disconnect()
    return found
  }
}
