/** What happens to a page and matters to a connection. */
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
 * Whether the page is online and visible, read live, and the signals of a change. Listens to the
 * page only while there are subscribers.
 */
export interface PageSignals {
  /** `navigator.onLine`, which can be wrong in both directions. */
  readonly online: boolean
  /** Whether the page can be seen. */
  readonly visible: boolean
  /**
   * Calls `listener` with each signal; returns its remover. `pagehide` and `pageshow` come only for a
   * page that goes into the back/forward cache or comes out of it (`persisted`).
   */
  subscribe(listener: (signal: PageSignal) => void): () => void
}

/** The signals of this window; always online and visible where there is none (workers, Node). */
export function windowPage(): PageSignals {
  return {
    get online() {
      return !globalThis.window || globalThis.navigator?.onLine !== false
    },
    get visible() {
      return globalThis.document?.visibilityState !== 'hidden'
    },
    subscribe(listener) {
      const { window, document } = globalThis
      const controller = new AbortController()
      const on = (target: EventTarget | undefined, ...types: string[]) => {
        for (const type of types) target?.addEventListener(type, handle, controller)
      }
      const handle = ({ type, persisted }: Event & { persisted?: boolean }) => {
        if (type === 'visibilitychange') listener(this.visible ? 'visible' : 'hidden')
        else if (persisted !== false) listener(type as PageSignal)
      }
      on(window, 'online', 'offline', 'pagehide', 'pageshow')
      on(document, 'freeze', 'resume', 'visibilitychange')
      return () => controller.abort()
    },
  }
}
