import type { Pinia } from 'pinia'
import { mergeOptions } from '../socket/resolve-options.ts'
import { SocketRecord } from './socket-record.ts'
import type { PluginSocketOptions } from './socket-record.ts'

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
  readonly #pinia: Pinia
  readonly #records = new Map<string, SocketRecord>()
  /** Options for every socket. */
  defaults: Partial<PluginSocketOptions> = {}

  constructor(pinia: Pinia) {
    this.#pinia = pinia
  }

  get records(): ReadonlyMap<string, SocketRecord> {
    return this.#records
  }

  record(name: string): SocketRecord {
    let record = this.#records.get(name)
    if (record === undefined) {
      record = new SocketRecord()
      this.#records.set(name, record)
    }
    return record
  }

  /** Makes the socket unless it is there: whoever comes later binds to what is. */
  open(name: string, options: PluginSocketOptions): SocketRecord {
    const record = this.record(name)
    if (!record.isMade) record.open(mergeOptions(this.defaults, options))
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
    if (record.isNeeded) return
    const id = storeId(name)
    this.#pinia._s.get(id)?.$dispose()
    delete this.#pinia.state.value[id]
  }

  /** A store was disposed of, and its socket with it unless an app has declared that. */
  storeEnded(name: string): void {
    const record = this.record(name)
    if (record.declarations > 0) return
    record.close()
    this.#records.delete(name)
  }
}

/** The registry of a Pinia, made on first use. */
export function registryOf(pinia: Pinia): Registry {
  const owner = pinia as Pinia & { [key]?: Registry }
  return (owner[key] ??= new Registry(pinia))
}
