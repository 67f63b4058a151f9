import type { PageSignal, PageSignals } from '../options/page.ts'

/** Listens to one page at a time, or to none. */
export function createPageWatch(
  listener: (signal: PageSignal) => void,
): (page: PageSignals | false) => void {
  let unsubscribe: (() => void) | false = false

  return (page) => {
    if (unsubscribe) unsubscribe()
    unsubscribe = page && page.subscribe(listener)
  }
}
