import { report } from './report.ts'

interface Subscription<Args extends unknown[]> {
  listener: ((...args: Args) => void) | null
}

/**
 * Tells events in order: what is raised while a listener runs is told after everybody has heard the
 * current event. A listener that throws is reported and changes nothing.
 */
export class Emitter<Events extends { [name in keyof Events]: unknown[] }> {
  readonly #subscriptions: { [name in keyof Events]?: readonly Subscription<Events[name]>[] } = {}
  #queue: (() => void)[] = []
  #telling = false

  /** Calls `listener` with each event of this name; returns its remover. */
  on<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): () => void {
    const subscription: Subscription<Events[Name]> = { listener }
    this.#subscriptions[name] = [...(this.#subscriptions[name] ?? []), subscription]
    return () => {
      subscription.listener = null
      this.#subscriptions[name] = this.#subscriptions[name]?.filter((one) => one !== subscription)
    }
  }

  /** Puts an event behind those that are waiting; `drain` tells it. */
  enqueue<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    this.#queue.push(() => this.#tell(name, args))
  }

  /** Calls `fn` after the events that are waiting. */
  defer(fn: () => void): void {
    this.#queue.push(fn)
  }

  /** Tells what is waiting, unless that is being done already. */
  drain(): void {
    if (this.#telling) return
    this.#telling = true
    for (let event = this.#queue.shift(); event; event = this.#queue.shift()) event()
    this.#telling = false
  }

  /** Tells an event now, or after those that are waiting. */
  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    if (this.#telling || this.#queue.length > 0) {
      this.enqueue(name, ...args)
      this.drain()
      return
    }
    this.#telling = true
    this.#tell(name, args)
    this.#telling = false
    if (this.#queue.length > 0) this.drain()
  }

  /** Forgets all listeners and whatever they have not been told. */
  clear(): void {
    for (const name in this.#subscriptions) {
      for (const subscription of this.#subscriptions[name] ?? []) subscription.listener = null
      delete this.#subscriptions[name]
    }
    this.#queue = []
  }

  #tell<Name extends keyof Events>(name: Name, args: Events[Name]): void {
    for (const subscription of this.#subscriptions[name] ?? []) {
      try {
        subscription.listener?.(...args)
      } catch (error) {
        report(error)
      }
    }
  }
}
