import { isRef, type App } from 'vue'
import { Connection } from '../connection/connection.ts'
import type { SocketEvents } from '../connection/events.ts'
import type { CreateLifecycle } from '../connection/lifecycle-interface.ts'
import type { SocketError } from '../diagnostics.ts'
import type { SocketOptions } from '../options/options.ts'
import { mergeOptions } from '../options/resolve-options.ts'
import { MAX_TIMEOUT } from '../timers/index.ts'
import { Mirror } from './mirror.ts'
import {
  engineOptions,
  pluginRules,
  resolveStoreOptions,
  type PluginSocketOptions,
  type StoreOptions,
  type StorePatch,
} from './plugin-options.ts'
import { isExchangeable, StableOptions } from './stable-options.ts'
import { UrlRef } from './url-ref.ts'

/** A question that was asked, or what became of it. */
export interface RequestStep {
  readonly id: number
  /** Epoch ms. */
  readonly at: number
  /** `answered`, or why it failed; none of the question itself. */
  readonly outcome?: string
}

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
  /** For devtools: called with each question, and with what became of it. Development only. */
  declare onRequest: ((step: RequestStep) => void) | undefined
  /** What attaches the listeners to each connection. */
  readonly #attachers = new Set<(connection: Connection) => void>()
  /** The options of its maker, for comparison. Development only. */
  declare given: Partial<PluginSocketOptions> | undefined
  readonly #id: string
  #stable = new StableOptions()
  /** As given, with what `configure()` has changed since. */
  #options: StoreOptions | null = null
  #closeDelay = 0
  /** The tabs that it is shared among, if it is. */
  #group: string | undefined
  #url: UrlRef | undefined
  /** Drops what `#applyLater()` has put off. */
  #dropLater: (() => void) | undefined
  /** While no scope uses it any more. */
  #waiting: { readonly app: App | null; readonly cancel: () => void } | null = null

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
    return (
      this.isMade || this.isNeeded || this.users > 0 || this.hasStore || this.#attachers.size > 0
    )
  }

  /** Whether it waits for `closeDelay` to pass, and may be taken over until then. */
  get isWaiting(): boolean {
    return this.#waiting !== null
  }

  /** Creates the connection, and connects. Options that are wrong are reported to the console. */
  open(given: Partial<PluginSocketOptions>): void {
    const options = (this.#options = this.#read(given))
    if (isServer(options)) return
    this.#report(() => this.#apply(options))
    this.#connect()
  }

  /** Takes up what has changed of the url's ref. */
  update(): void {
    this.#url?.update()
  }

  /** Goes on with the options of the next user, whose functions replace the present ones. */
  takeOver(given: Partial<PluginSocketOptions>): void {
    this.stay()
    const [former, connection] = [this.#options!, this.connection!]
    const options = this.#read(given)
    this.#report(() => {
      const isElsewhere = typeof options.url !== 'function' && `${options.url}` !== `${former.url}`
      if (isElsewhere || !connection.native) this.#apply(options, true)
      else this.#applyLater(options, former)
    })
    const isAtRest = ['idle', 'closed', 'failed'].includes(connection.status)
    if (isAtRest && options.autoConnect !== false) connection.connect()
  }

  /** Changes options. Where they were wrong at first, it connects with these. */
  configure(patch: StorePatch): void {
    if (!this.#options || (!this.connection && isServer(this.#options))) return
    const isFirst = !this.connection
    this.#apply(mergeOptions(this.#options, patch, pluginRules))
    if (isFirst) this.#connect()
  }

  /**
   * Calls `end` when `closeDelay` has passed; at once where there is no connection to keep.
   *
   * @param app - whose unmount is not to be outlived
   */
  wait(app: App | null, end: () => void): void {
    this.stay()
    if (!this.connection || this.#closeDelay === 0) {
      end()
      return
    }
    const { timer } = this.connection.options
    const handle = timer.setTimeout(end, Math.min(this.#closeDelay, MAX_TIMEOUT))
    this.#waiting = { app, cancel: () => timer.clearTimeout(handle) }
  }

  /** Whether it waits after it was last used in this app. */
  waitsFor(app: App): boolean {
    return this.#waiting?.app === app
  }

  /** Waits no longer: it is used again, or ends. */
  stay(): void {
    this.#waiting?.cancel()
    this.#waiting = null
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
    this.stay()
    this.#url?.stop()
    this.#dropLater?.()
    this.#options = null
    this.#stable = new StableOptions()
    this.mirror.unbind()
    const { connection } = this
    this.connection = null
    connection?.dispose()
  }

  /** The options with the url's present value, and from now on with its changes. */
  #read(given: Partial<PluginSocketOptions>): StoreOptions {
    this.#url?.stop()
    this.#url = undefined
    if (process.env.NODE_ENV !== 'production') this.given = given
    const { url } = given
    if (!isRef(url)) return given as StoreOptions
    // Nothing reactive is kept on a server.
    if (isServer(given)) return { ...given, url: null } as StoreOptions
    const source = (this.#url = new UrlRef(url, () =>
      this.#report(() => this.configure({ url: source.value })),
    ))
    return { ...given, url: source.value } as StoreOptions
  }

  #connect(): void {
    if (this.#options!.autoConnect !== false) this.connection?.connect()
  }

  /** @throws TypeError with a `code` for options that are wrong; then nothing has changed */
  #apply(options: StoreOptions, isTakeOver = false): void {
    const { log, closeDelay, tabs } = resolveStoreOptions(options)
    this.#dropLater?.()
    const prepared = this.#stable.prepare(engineOptions(options), isTakeOver)
    const group = tabs?.groupOf(this.#id, prepared.options)
    const former = this.connection
    if (former && group === this.#group) former.configure(prepared.options)
    else this.#create(prepared.options, tabs?.join(group!))
    prepared.commit()
    this.#group = group
    this.#options = options
    this.#closeDelay = closeDelay
    this.mirror.setLog(log)
    this.mirror.accept()
    if (former && former !== this.connection) this.#replace(former)
  }

  /** Tabs of another group take part from now on. */
  #replace(former: Connection): void {
    const { status } = former
    former.dispose()
    if (status !== 'closed' && status !== 'idle') this.connection!.connect()
  }

  /** Applies at once what leaves the link as it is, and the rest when that has ended. */
  #applyLater(options: StoreOptions, former: StoreOptions): void {
    const now = { ...options }
    for (const key of ['url', 'protocols', 'codec', 'WebSocket'] as const) {
      const isExchanged =
        key !== 'WebSocket' &&
        isExchangeable(options[key]) &&
        typeof former[key] === typeof options[key]
      if (!isExchanged) Object.assign(now, { [key]: former[key] })
    }
    this.#apply(now, true)
    this.#options = options
    this.#dropLater = this.connection!.on('close', () =>
      this.#report(() => this.#apply(options, true)),
    )
  }

  #create(options: SocketOptions, lifecycle?: CreateLifecycle): void {
    // It connects only when all listeners are attached.
    const connection = new Connection({ ...options, autoConnect: false }, lifecycle)
    this.connection = connection
    this.mirror.bind(connection)
    if (process.env.NODE_ENV !== 'production') this.onConnection?.(connection)
    for (const attach of this.#attachers) attach(connection)
  }

  #report(action: () => void): void {
    try {
      action()
      this.#url?.check()
    } catch (error) {
      console.error(error, this.#id)
      this.mirror.refuse(error as SocketError)
    }
  }
}

/** A global WebSocket is no sign of a browser: Node 22 has one. */
function isServer(options: Partial<PluginSocketOptions>): boolean {
  return typeof window === 'undefined' && !options.WebSocket
}
