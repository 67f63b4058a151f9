import type { Pinia } from 'pinia'
import { mergeOptions } from '../options/resolve-options.ts'
import { pluginRules, type PluginSocketOptions } from './plugin-options.ts'
import { SocketRecord } from './socket-record.ts'

/** For the default socket, and the prefix of the others. */
const ID = 'heartbeat-socket'

/** The id of the store of this name. */
export function storeId(name: string): string {
  return name === 'default' ? ID : `${ID}/${name}`
}

/** `Symbol.for`, so that a second copy of this module finds the same sockets. */
const key: unique symbol = Symbol.for('vue-heartbeat-socket') as never

/** The sockets of one Pinia. */
export class Registry {
  readonly records: Map<string, SocketRecord> = new Map()
  /** Options for every socket. */
  defaults: Partial<PluginSocketOptions> | undefined
  /** For devtools: told when a record has come or gone. Development only. */
  declare onChange: (() => void) | undefined
  readonly #pinia: Pinia
  #isMounting = false

  constructor(pinia: Pinia) {
    this.#pinia = pinia
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

  /** Makes the socket unless it is there: whoever comes later binds to what is. */
  open(name: string, options: Partial<PluginSocketOptions>): SocketRecord {
    const record = this.record(name)
    if (!record.isMade) record.open(mergeOptions(this.defaults ?? {}, options, pluginRules))
    return record
  }

  /** An app that declared the socket is gone; a later one may declare it again. */
  undeclare(name: string): void {
    const record = this.record(name)
    record.declarations--
    if (!record.isNeeded) record.close()
  }

  /** A scope that used the socket is gone; with the last one goes the socket, its store and state. */
  leave(name: string): void {
    const record = this.record(name)
    record.users--
    if (record.isMade && !record.isNeeded) this.#pinia._s.get(storeId(name))?.$dispose()
    this.forget(name)
  }

  /** A store was disposed of, and its socket with it unless an app has declared that. */
  storeEnded(name: string): void {
    const record = this.record(name)
    record.hasStore = record.isKept = false
    if (record.declarations > 0) return
    delete this.#pinia.state.value[storeId(name)]
    record.close()
    this.forget(name)
  }

  /** Drops the record of a socket that nobody refers to. */
  forget(name: string): void {
    if (this.records.get(name)?.isUsed) return
    this.records.delete(name)
    if (process.env.NODE_ENV !== 'production') this.onChange?.()
  }

  /** From now on until `mounted()`, what the server rendered must be what stores show. */
  mounting(): void {
    this.#isMounting = true
    for (const [name, record] of this.records) this.#hydrate(name, record)
  }

  mounted(): void {
    this.#isMounting = false
    for (const record of this.records.values()) record.mirror.resume()
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
