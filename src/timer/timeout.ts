import type { TimerService } from './timer-service.ts'

/** One timeout that knows its own handle: setting it anew forgets the one before. */
export class Timeout {
  #service: TimerService | null = null
  #handle: unknown

  set(service: TimerService, fn: () => void, ms: number): void {
    this.clear()
    this.#service = service
    this.#handle = service.setTimeout(() => {
      this.#service = null
      fn()
    }, ms)
  }

  clear(): void {
    this.#service?.clearTimeout(this.#handle)
    this.#service = null
  }
}
