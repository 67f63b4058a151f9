import type { Pinia } from 'pinia'
import { getCurrentInstance, getCurrentScope, onScopeDispose, type App } from 'vue'
import { mergeOptions } from '../options/resolve-options.ts'
import { HotUpdates } from './hot-updates.ts'
import { pluginRules, type PluginSocketOptions } from './plugin-options.ts'
import { SocketRecord } from './socket-record.ts'

/** For the default socket, and the prefix of the others. */
const ID = 'heartbeat-socket'

/** The id of the store of this name. */
export function storeId(name: string): string {
  return name === 'default' ? ID : `${ID}/${name}`
}

/** The name in a store's id. */
export function nameOf(id: string): string {
  return id === ID ? 'default' : id.slice(ID.length + 1)
}

/** `Symbol.for`, so that a second copy of this module finds the same sockets. */
const key: unique symbol = Symbol.for('vue-heartbeat-socket') as never

/** The sockets of one Pinia. */
export class Registry {
  readonly records: Map<string, SocketRecord> = new Map()
  /** Options for every socket. */
  defaults: Partial<PluginSocketOptions> | undefined
  /** For devtools: called when a record was added or removed. Development only. */
  declare onChange: (() => void) | undefined
  readonly #pinia: Pinia
  /** Development only. */
  readonly #hotUpdates: HotUpdates | undefined
  readonly #followed = new WeakSet<App>()
  readonly #unmounted = new WeakSet<App>()
  #isMounting = false

  constructor(pinia: Pinia) {
    this.#pinia = pinia
    if (process.env.NODE_ENV !== 'production') this.#hotUpdates = new HotUpdates(pinia)
  }

  record(name: string): SocketRecord {
    let record = this.records.get(name)
    if (record === undefined) {
      record = new SocketRecord(storeId(name))
      this.records.set(name, record)
      if (this.#isMounting) this.#hydrate(name, record)
      if (process.env.NODE_ENV !== 'production') this.onChange?.()
    }
    return record
  }

  /** Whether an installed app declares a socket of this name. */
  isDeclared(name: string): boolean {
    return this.records.get(name)?.isDeclared ?? false
  }

  /**
   * Creates the socket, or takes over one that has lost its last user. Who comes later than others
   * binds to what is there.
   */
  open(name: string, options: Partial<PluginSocketOptions>): SocketRecord {
    const record = this.record(name)
    if (record.isMade && !record.isWaiting) return record
    const all = mergeOptions(this.defaults ?? {}, options, pluginRules)
    if (record.isWaiting) record.takeOver(all)
    else record.open(all)
    return record
  }

  /** An app that declared the socket has unmounted; a later one may declare it again. */
  undeclare(name: string): void {
    const record = this.record(name)
    record.declarations--
    if (record.isNeeded) return
    record.close()
    this.#release(name, record, null)
  }

  /**
   * Counts the current scope as a user of the socket until the scope ends. Outside of a scope a
   * socket that was created there, or that no scope has created, lasts until `$dispose()`.
   *
   * @param isMaker - whether the caller gave options, with which the socket outlives its declaration
   */
  use(name: string, isMaker: boolean): void {
    const record = this.record(name)
    const { isDeclared } = record
    if (!getCurrentScope()) {
      if (isMaker) {
        record.stay()
        record.isKept = true
      } else if (isDeclared || !record.isMade) record.isHeld = true
      return
    }
    const isKeeper = isMaker || !isDeclared
    record.stay()
    record.users++
    if (isKeeper) record.keepers++
    const app = getCurrentInstance()?.appContext.app
    this.onScopeEnd(() => {
      record.users--
      if (isKeeper) record.keepers--
      this.#release(name, record, app ?? this.#pinia._a)
    })
    if (app) this.follow(app)
  }

  /**
   * Calls `end` once: when the current scope ends, or when a hot update replaces the store whose
   * setup called this.
   *
   * @returns calls `end` now
   */
  onScopeEnd(end: () => void): () => void {
    let hasEnded = false
    const endOnce = (): void => {
      if (hasEnded) return
      hasEnded = true
      end()
    }
    if (process.env.NODE_ENV !== 'production') this.#hotUpdates!.add(endOnce)
    onScopeDispose(endOnce, true)
    return endOnce
  }

  /** The store was disposed of, and the socket ends with it unless an app has declared it. */
  storeEnded(name: string): void {
    const record = this.record(name)
    record.hasStore = record.isKept = record.isHeld = false
    if (record.isDeclared) return
    delete this.#pinia.state.value[storeId(name)]
    record.close()
    this.forget(name)
  }

  /** Removes the record of a socket that nothing refers to. */
  forget(name: string): void {
    if (!this.records.has(name) || this.records.get(name)!.isUsed) return
    this.records.delete(name)
    if (process.env.NODE_ENV !== 'production') this.onChange?.()
  }

  /** What no scope uses any more ends with the app that used it last, whatever its `closeDelay`. */
  follow(app: App): void {
    if (this.#followed.has(app)) return
    this.#followed.add(app)
    app.onUnmount(() => {
      this.#unmounted.add(app)
      for (const [name, record] of this.records) if (record.waitsFor(app)) this.#end(name, record)
    })
  }

  /** From now on until `mounted()`, stores show what the server has rendered. */
  mounting(): void {
    this.#isMounting = true
    for (const [name, record] of this.records) this.#hydrate(name, record)
  }

  mounted(): void {
    this.#isMounting = false
    for (const record of this.records.values()) record.mirror.resume()
  }

  /** Ends a socket that no app declares and no scope uses; in time for its app's unmount. */
  #release(name: string, record: SocketRecord, app: App | null): void {
    if (record.isDeclared || record.isKept || record.users > 0) return
    const { _testing } = this.#pinia as { _testing?: boolean }
    if (_testing || (app && this.#unmounted.has(app))) this.#end(name, record)
    else {
      if (app) this.follow(app)
      record.wait(app, () => this.#end(name, record))
    }
  }

  /** Ends a socket, its store and its state. */
  #end(name: string, record: SocketRecord): void {
    const store = record.isHeld ? undefined : this.#pinia._s.get(storeId(name))
    if (store) store.$dispose()
    else if (record.isMade) record.close()
    this.forget(name)
  }

  #hydrate(name: string, record: SocketRecord): void {
    if (!record.hasStore && storeId(name) in this.#pinia.state.value) record.mirror.pause()
  }
}

/** The registry of a Pinia, made on first use. */
export function registryOf(pinia: Pinia): Registry {
  const owner = pinia as Pinia & { [key]?: Registry }
  return (owner[key] ??= new Registry(pinia))
}
