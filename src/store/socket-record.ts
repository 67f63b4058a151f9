import type { Pinia } from 'pinia'
import { effectScope, isRef, watch, type Ref } from 'vue'
import type { SocketError } from '../diagnostics.ts'
import { Connection, type SocketEvents, type SocketOptions } from '../socket/index.ts'
import { Mirror } from './mirror.ts'

/** Socket options as the plugin takes them: the url may be a ref, whose change is a `configure`. */
export interface PluginSocketOptions extends Omit<SocketOptions, 'url'> {
  /** See {@link SocketOptions.url}; or a ref on what is allowed there. */
  url: SocketOptions['url'] | Readonly<Ref<SocketOptions['url']>>
}

interface EventSubscription {
  readonly event: keyof SocketEvents
  readonly listener: (...args: any[]) => void
  remove: (() => void) | null
}

/** One named socket of a Pinia: its connection, while there is one, and what its store shows. */
export class SocketRecord {
  readonly mirror: Mirror = new Mirror()
  connection: Connection | null = null
  /** Installed apps that have declared it. */
  declarations = 0
  /** Scopes that use it. */
  users = 0
  /** Used outside of a scope too: stays until `$dispose()`. */
  isKept = false
  /** Defined once, so that HMR and a second use get the same store. */
  useStore: ((pinia: Pinia) => unknown) | null = null
  readonly #subscriptions = new Set<EventSubscription>()
  #options: PluginSocketOptions | null = null
  #stopWatchingUrl: (() => void) | null = null

  /** Whether anybody still needs it. */
  get isNeeded(): boolean {
    return this.declarations > 0 || this.users > 0 || this.isKept
  }

  /** Whether somebody has made it, even if it has no connection here. */
  get isMade(): boolean {
    return this.#options !== null
  }

  /**
   * Makes the connection and dials. Options that are wrong are reported and leave the store
   * `failed`, so that a missing variable doesn't blank the app.
   */
  open(options: PluginSocketOptions): void {
    this.#options = options
    if (isServer(options)) return
    try {
      this.#connect(options, options.autoConnect !== false)
    } catch (error) {
      console.error(error)
      this.mirror.fail(error as SocketError)
    }
  }

  /** Changes options; also those that were wrong at first. */
  configure(patch: Partial<SocketOptions>): void {
    if (this.connection !== null) this.connection.configure(patch)
    else if (this.#options !== null && !isServer(this.#options)) {
      this.#connect({ ...this.#options, ...patch }, false)
    }
    this.mirror.resizeLog()
  }

  /** Listens to this and every later connection; returns the remover. */
  on(event: keyof SocketEvents, listener: (...args: any[]) => void): () => void {
    const remove = this.connection?.on(event, listener) ?? null
    const subscription: EventSubscription = { event, listener, remove }
    this.#subscriptions.add(subscription)
    return () => {
      this.#subscriptions.delete(subscription)
      subscription.remove?.()
    }
  }

  /** Ends the connection; listeners stay for a later one. */
  close(): void {
    this.#stopWatchingUrl?.()
    this.#stopWatchingUrl = this.#options = null
    this.mirror.unbind()
    this.connection?.dispose()
    this.connection = null
  }

  #connect(options: PluginSocketOptions, autoConnect: boolean): void {
    const { url } = options
    // Dials only when everybody listens.
    const given = { ...options, url: isRef(url) ? url.value : url, autoConnect: false }
    const connection = new Connection(given as SocketOptions)
    this.connection = connection
    this.mirror.bind(connection)
    for (const subscription of this.#subscriptions) {
      subscription.remove = connection.on(subscription.event, subscription.listener)
    }
    if (isRef(url)) this.#watchUrl(url, connection)
    if (autoConnect) connection.connect()
  }

  #watchUrl(url: Readonly<Ref<SocketOptions['url']>>, connection: Connection): void {
    // Detached: the ref outlives the component in whose setup the socket is made.
    const scope = effectScope(true)
    scope.run(() => watch(url, (value) => connection.configure({ url: value }), { flush: 'sync' }))
    this.#stopWatchingUrl = () => scope.stop()
  }
}

/** Node 22 has a global WebSocket, so looking for one would not tell. */
function isServer(options: PluginSocketOptions): boolean {
  return typeof window === 'undefined' && !options?.WebSocket
}
