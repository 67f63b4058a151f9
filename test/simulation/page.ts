import type { PageSignal, PageSignals } from 'vue-heartbeat-socket/socket'

/** A page whose signals may lie: what it tells and what is so are set apart. */
export class Page implements PageSignals {
  online = true
  visible = true
  readonly #listeners = new Set<(signal: PageSignal) => void>()

  /** Who listens. */
  get listeners(): number {
    return this.#listeners.size
  }

  subscribe(listener: (signal: PageSignal) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Tells everybody who listens now, as some emitters do: `first` may make them go. */
  tell(signal: PageSignal, first: () => void): void {
    const listeners = Array.from(this.#listeners)
    first()
    for (const listener of listeners) listener(signal)
  }
}
