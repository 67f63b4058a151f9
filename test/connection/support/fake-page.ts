import type { PageSignal, PageSignals } from 'vue-heartbeat-socket/socket'

/** A page whose facts a test sets and whose signals it gives; the signals may lie. */
export class FakePage implements PageSignals {
  online = true
  visible = true
  readonly #listeners = new Set<(signal: PageSignal) => void>()

  get listeners(): number {
    return this.#listeners.size
  }

  subscribe(listener: (signal: PageSignal) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Calls all that listen now, as some emitters do: `first` may make them go. */
  emit(signal: PageSignal, first: () => void = () => {}): void {
    const listeners = Array.from(this.#listeners)
    first()
    for (const listener of listeners) listener(signal)
  }

  goOffline(): void {
    this.online = false
    this.emit('offline')
  }

  goOnline(): void {
    this.online = true
    this.emit('online')
  }

  hide(): void {
    this.visible = false
    this.emit('hidden')
  }

  show(): void {
    this.visible = true
    this.emit('visible')
  }
}
