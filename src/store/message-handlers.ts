import { report } from '../socket/report.ts'
import type { LogEntry } from './log.ts'

type Handler = (message: any, entry: LogEntry) => void
type Filter = (message: any) => boolean

interface Subscription {
  readonly filter: Filter | null
  readonly handler: Handler
  isActive: boolean
}

/** Who gets every message. A handler that throws is reported and keeps nobody else from theirs. */
export class MessageHandlers {
  #subscriptions: readonly Subscription[] = []

  /** Returns the remover. */
  add(filter: Filter | null, handler: Handler): () => void {
    const subscription: Subscription = { filter, handler, isActive: true }
    this.#subscriptions = [...this.#subscriptions, subscription]
    return () => {
      subscription.isActive = false
      this.#subscriptions = this.#subscriptions.filter((one) => one !== subscription)
    }
  }

  call(message: unknown, entry: LogEntry): void {
    for (const { filter, handler, isActive } of this.#subscriptions) {
      if (!isActive) continue
      try {
        if (filter === null || filter(message)) handler(message, entry)
      } catch (error) {
        report(error)
      }
    }
  }
}
