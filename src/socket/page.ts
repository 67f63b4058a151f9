/** What can happen to a page that matters to a connection. */
export type PageSignal =
  | 'online'
  | 'offline'
  | 'visible'
  | 'hidden'
  | 'freeze'
  | 'resume'
  | 'pagehide'
  | 'pageshow'

/**
 * Facts about the page, read live, and news of them. Listens to the page only while somebody
 * subscribes.
 */
export interface PageSignals {
  /** `navigator.onLine`; may lie in both directions. */
  readonly online: boolean
  /** Whether the page can be seen. */
  readonly visible: boolean
  /**
   * Calls `listener` with each signal; returns its remover. `pagehide` and `pageshow` are told only
   * for a page that goes into the back/forward cache or comes out of it (`persisted`).
   */
  subscribe(listener: (signal: PageSignal) => void): () => void
}

/** The signals of this window; always online and visible where there is none (workers, Node). */
export function windowPage(): PageSignals {
  return {
    get online() {
      return globalThis.navigator?.onLine !== false
    },
    get visible() {
      return globalThis.document?.visibilityState !== 'hidden'
    },
    subscribe(listener) {
      if (typeof window === 'undefined' || typeof document === 'undefined') return () => {}
      const controller = new AbortController()
      const on = (
        target: EventTarget,
        type: string,
        signalOf: (event: Event) => PageSignal | null,
      ) =>
        target.addEventListener(
          type,
          (event) => {
            const signal = signalOf(event)
            if (signal !== null) listener(signal)
          },
          { signal: controller.signal },
        )
      const same = (event: Event) => event.type as PageSignal
      const persisted = (event: Event) =>
        (event as PageTransitionEvent).persisted ? same(event) : null

      on(window, 'online', same)
      on(window, 'offline', same)
      on(window, 'pagehide', persisted)
      on(window, 'pageshow', persisted)
      on(document, 'freeze', same)
      on(document, 'resume', same)
      on(document, 'visibilitychange', () => (this.visible ? 'visible' : 'hidden'))
      return () => controller.abort()
    },
  }
}
