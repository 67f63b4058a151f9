import type { Registry } from '../store/registry.ts'
import type { SocketRecord } from '../store/socket-record.ts'
import { History } from './history.ts'

const observers = new WeakMap<Registry, Observer>()

/**
 * Records the history of each socket of one Pinia, those made at run time included, and keeps none of
 * them alive.
 */
export class Observer {
  readonly #registry: Registry
  readonly #histories = new Map<SocketRecord, History>()
  /** One or two for each app. */
  readonly #listeners = new Set<() => void>()

  constructor(registry: Registry) {
    this.#registry = registry
  }

  /** The observer of a registry. */
  static of(registry: Registry): Observer {
    const observer = observers.get(registry) ?? new Observer(registry)
    observers.set(registry, observer)
    return observer
  }

  /** Calls `listener` at every change, each message included; returns its remover. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#registry.onChange = this.#update
    this.#update()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#registry.onChange = undefined
      for (const record of this.#histories.keys()) this.#forget(record)
    }
  }

  historyOf(record: SocketRecord): History {
    return this.#histories.get(record)!
  }

  readonly #notify = (): void => {
    for (const listener of this.#listeners) listener()
  }

  readonly #update = (): void => {
    const records = new Set(this.#registry.records.values())
    for (const record of records) if (!this.#histories.has(record)) this.#observe(record)
    for (const record of this.#histories.keys()) if (!records.has(record)) this.#forget(record)
    this.#notify()
  }

  #observe(record: SocketRecord): void {
    const history = new History(this.#notify)
    this.#histories.set(record, history)
    record.onConnection = (connection) => history.follow(connection)
    record.onRequest = (step) => history.addRequest(step)
    if (record.connection) history.follow(record.connection)
  }

  #forget(record: SocketRecord): void {
    record.onConnection = record.onRequest = undefined
    this.#histories.get(record)!.stop()
    this.#histories.delete(record)
  }
}
