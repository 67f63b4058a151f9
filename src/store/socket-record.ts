import { effectScope, isRef, watch } from 'vue'
import type { SocketError } from '../diagnostics.ts'
import { Connection } from '../connection/connection.ts'
import type { SocketEvents } from '../connection/events.ts'
import type { SocketOptions } from '../options/options.ts'
import { mergeOptions } from '../options/resolve-options.ts'
import { Mirror } from './mirror.ts'
import {
  pluginRules,
  resolveLog,
  type PluginSocketOptions,
  type StorePatch,
} from './plugin-options.ts'

type StoreOptions = SocketOptions & StorePatch

/** One named socket of a Pinia: its connection, while there is one, and what its store shows. */
export class SocketRecord {
  readonly mirror: Mirror = new Mirror()
  connection: Connection | null = null
  /** Installed apps that have declared it. */
  declarations = 0
  /** Scopes that use its store. */
  users = 0
  /** Those of them that keep the connection, whether or not an app declares it. */
  keepers = 0
  /** Created outside of a scope: stays until `$dispose()`. */
  isKept = false
  /** Looked up outside of a scope: its store stays until `$dispose()`. */
  isHeld = false
  /** Whether there is a store of it. */
  hasStore = false
  /** For devtools: called with each new connection. Development only. */
  declare onConnection: ((connection: Connection) => void) | undefined
  /** What attaches the listeners to each connection. */
  readonly #attachers = new Set<(connection: Connection) => void>()
  readonly #id: string
  /** As given, with what `configure()` has changed since. */
  #options: StoreOptions | null = null
  #stopWatchingUrl: (() => void) | undefined

  /** @param id - of its store, for messages */
  constructor(id: string) {
    this.#id = id
  }

  /** Whether it was created, even if it has no connection, as on a server. */
  get isMade(): boolean {
    return this.#options !== null
  }

  /** Whether an installed app declares it. */
  get isDeclared(): boolean {
    return this.declarations > 0
  }

  /** Whether something still needs its connection. */
  get isNeeded(): boolean {
    return this.isDeclared || this.keepers > 0 || this.isKept
  }

  /** Whether something still refers to it. */
  get isUsed(): boolean {
    return this.isNeeded || this.users > 0 || this.hasStore || this.#attachers.size > 0
  }

  /** Creates the connection, and connects. Options that are wrong are reported to the console. */
  open(given: Partial<PluginSocketOptions>): void {
    const { url } = given
    const options = (isRef(url) ? { ...given, url: url.value } : given) as StoreOptions
    this.#options = options
    if (isServer(options)) return
    this.#report(() => this.#create(options))
    if (isRef(url)) {
      // Detached: the ref may outlive the component in whose setup the socket is created.
      this.#stopWatchingUrl = effectScope(true).run(() =>
        watch(url, (value) => this.#report(() => this.configure({ url: value })), {
          flush: 'sync',
        }),
      )
    }
    if (options.autoConnect !== false) this.connection?.connect()
  }

  /** Changes options. Where they were wrong at first, the connection is created with these. */
  configure(patch: StorePatch): void {
    if (!this.#options || (!this.connection && isServer(this.#options))) return
    const options = mergeOptions(this.#options, patch, pluginRules)
    const log = resolveLog(options)
    if (this.connection) this.connection.configure(engineOptions(options))
    else this.#create(options)
    this.#options = options
    this.mirror.setLog(log)
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

  /** @throws TypeError with a `code` for options that are wrong */
  #create(options: StoreOptions): void {
    this.mirror.setLog(resolveLog(options))
    // It connects only when all listeners are attached.
    const connection = new Connection({ ...engineOptions(options), autoConnect: false })
    this.connection = connection
    this.mirror.bind(connection)
    if (process.env.NODE_ENV !== 'production') this.onConnection?.(connection)
    for (const attach of this.#attachers) attach(connection)
  }

  #report(action: () => void): void {
    try {
      action()
    } catch (error) {
      console.error(error, this.#id)
      this.mirror.refuse(error as SocketError)
    }
  }
}

function engineOptions(options: StoreOptions): SocketOptions {
  const { log: _, ...others } = options
  return others
}

/** A global WebSocket is no sign of a browser: Node 22 has one. */
function isServer(options: SocketOptions): boolean {
  return typeof window === 'undefined' && !options.WebSocket
}
