import type { PageSignal, PageSignals } from '../options/page.ts'

/** The page of a leader, which counts as visible while any tab that it leads is. */
export interface SharedPage {
  readonly signals: PageSignals
  /** Passes on a signal of this tab's page. */
  forward(signal: PageSignal): void
  /** A tab has become visible. */
  seen(): void
}

/**
 * @param page - this tab's own
 * @param isSeen - whether a tab that it leads is visible
 */
export function createSharedPage(page: () => PageSignals, isSeen: () => boolean): SharedPage {
  const listeners = new Set<(signal: PageSignal) => void>()

  function forward(signal: PageSignal): void {
    if (signal === 'hidden' && isSeen()) return
    for (const listener of listeners) listener(signal)
  }

  return {
    signals: {
      get online() {
        return page().online
      },
      get visible() {
        return page().visible || isSeen()
      },
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    forward,
    seen() {
      if (!page().visible) forward('visible')
    },
  }
}
