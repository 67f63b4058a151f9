import { effectScope, isRef, watch } from 'vue'
import type { SocketError } from '../diagnostics.ts'
import { Connection, type SocketEvents, type SocketOptions } from '../socket.ts'
import { mergeOptions } from '../options/resolve-options.ts'
import { Mirror } from './mirror.ts'
import {
  pluginRules,
  resolveLog,
  type PluginSocketOptions,
  type StorePatch,
} from './plugin-options.ts'

/** One named socket of a Pinia: its connection, while there is one, and what its store shows. */
export class SocketRecord {
  readonly mirror: Mirror = new Mirror()
  connection: Connection | null = null
  /** Installed apps that have declared it. */
  declarations = 0
  /** Scopes that use it. */
  users = 0
  /** Made outside of a scope: stays until `$dispose()`. */
  isKept = false
  /** Whether there is a store of it. */
  hasStore = false
  /** For devtools: told of each new connection. Development only. */
  declare onConnection: ((connection: Connection) => void) | undefined
  /** What attaches to each connection those who listen to events. */
  readonly #attachers = new Set<(connection: Connection) => void>()
  readonly #id: string
  /** As given, with what `configure()` has changed since. */
  #options: (SocketOptions & StorePatch) | null = null
  #stopWatchingUrl: (() => void) | undefined

  /** @param id - of its store, for messages */
  constructor(id: string) {
    this.#id = id
  }

  /** Whether somebody has made it, even if it has no connection here. */
  get isMade(): boolean {
    return this.#options !== null
  }

  /** Whether anybody still needs its connection. */
  get isNeeded(): boolean {
    return this.declarations > 0 || this.users > 0 || this.isKept
  }

  /** Whether anybody still refers to it. */
  get isUsed(): boolean {
    return this.isNeeded || this.hasStore || this.#attachers.size > 0
  }

  /** Makes the connection and dials. Options that are wrong are reported to the console. */
  open(options: Partial<PluginSocketOptions>): void {
    const { url } = options
    this.#options = (isRef(url) ? { ...options, url: url.value } : options) as SocketOptions
    if (isServer(this.#options)) return
    this.#try({})
    if (isRef(url)) {
      // Detached: the ref may outlive the component in whose setup the socket is made.
      this.#stopWatchingUrl = effectScope(true).run(() =>
        watch(url, (value) => this.#try({ url: value }), { flush: 'sync' }),
      )
    }
    if (options.autoConnect !== false) this.connection?.connect()
  }

  /** Changes options; also those that were wrong at first. */
  configure(patch: StorePatch): void {
    if (!this.#options || (!this.connection && isServer(this.#options))) return
    const merged = mergeOptions(this.#options, patch, pluginRules)
    const resolvedLog = resolveLog(merged)
    const { log: _, ...options } = merged
    if (this.connection) this.connection.configure(options)
    else {
      // It connects only when all listeners are attached.
      const connection = new Connection({ ...options, autoConnect: false })
      this.connection = connection
      this.mirror.bind(connection)
      if (process.env.NODE_ENV !== 'production') this.onConnection?.(connection)
      for (const attach of this.#attachers) attach(connection)
    }
    this.#options = merged
    this.mirror.setLog(resolvedLog)
  }

  /** Listens to this and every later connection; returns the remover. */
  on(event: keyof SocketEvents, listener: (...args: any[]) => void): () => void {
    let remove: (() => void) | undefined
    const attach = (connection: Connection | null): void => {
      remove = connection?.on(event, listener)
    }
    this.#attachers.add(attach)
    attach(this.connection)
    return () => {
      this.#attachers.delete(attach)
      remove?.()
    }
  }

  /** Ends the connection; listeners stay for a later one. */
  close(): void {
    this.#stopWatchingUrl?.()
    this.#options = null
    this.mirror.unbind()
    const { connection } = this
    this.connection = null
    connection?.dispose()
  }

  #try(patch: StorePatch): void {
    try {
      this.configure(patch)
    } catch (error) {
      console.error(error, this.#id)
      this.mirror.refuse(error as SocketError)
    }
  }
}

/** Node 22 has a global WebSocket, so looking for one would not tell. */
function isServer(options: SocketOptions): boolean {
  return typeof window === 'undefined' && !options.WebSocket
}
