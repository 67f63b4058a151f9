import type { TimerService } from '../timers/index.ts'

/** A map whose values are forgotten `lifetime` ms after they were last set; no timer runs for it. */
export interface ExpiringMap<Value> {
  get(key: string): Value | undefined
  /** Sets the value, and begins its lifetime anew. */
  set(key: string, value: Value): void
  readonly size: number
}

/** Holds `maxSize` values at most; the one set longest ago makes room. */
export function createExpiringMap<Value>(
  timer: Pick<TimerService, 'now'>,
  lifetime: number,
  maxSize: number,
): ExpiringMap<Value> {
  // In the order of their expiry, as each `set` moves its key to the end.
  const values = new Map<string, { readonly value: Value; readonly expires: number }>()

  function dropExpired(): void {
    const now = timer.now()
    for (const [key, { expires }] of values) {
      if (expires > now && values.size <= maxSize) return
      values.delete(key)
    }
  }

  return {
    get(key) {
      dropExpired()
      return values.get(key)?.value
    },
    set(key, value) {
      values.delete(key)
      values.set(key, { value, expires: timer.now() + lifetime })
      dropExpired()
    },
    get size() {
      return values.size
    },
  }
}
