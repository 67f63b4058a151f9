import { defineStore, type Pinia, type Store, type StoreDefinition } from 'pinia'
import { computed, onScopeDispose, type ComputedRef, type ShallowRef } from 'vue'
import type { Connection } from '../connection/connection.ts'
import type { SendOptions, SendResult } from '../options/send-options.ts'
import type { SocketStatus, SuspendedBy } from '../connection/status.ts'
import type { SocketError } from '../diagnostics.ts'
import type { CloseInfo } from '../options/close-info.ts'
import type { LogEntry } from './log.ts'
import { registryOf, storeId } from './registry.ts'
import type { Cells } from './mirror.ts'
import type { StorePatch } from './plugin-options.ts'
import type { Received, Sent } from './sockets.ts'

/** A ref in the state: `storeToRefs()` hands it out as it is, and classes keep private members. */
type Shown<Value> = Readonly<ShallowRef<Value>>

/** What a store shows; absent values are `null`. Only the connection writes it. */
export interface SocketState<Name extends string = 'default', Message = Received<Name>> {
  /** What the socket is doing. */
  readonly status: Shown<SocketStatus>
  /** Attempts begun since the last stable opening, the current one included; 0 once stable. */
  readonly attempts: Shown<number>
  /** When the next attempt is due, in epoch ms. */
  readonly retryAt: Shown<number | null>
  /** What keeps a `suspended` socket from connecting. */
  readonly suspendedBy: Shown<SuspendedBy | null>
  /** When the open link opened, in epoch ms. */
  readonly openedAt: Shown<number | null>
  /** The subprotocol of the open link, if the server chose one. */
  readonly protocol: Shown<string | null>
  /** How long the last ping took to be answered, in ms; `null` where a sleep makes that unknown. */
  readonly latency: Shown<number | null>
  /**
   * Since when it is unknown whether the open link lives, in epoch ms; `null` while it is known to. A
   * page shows "live" where `isOpen` and this is `null`.
   */
  readonly suspectedAt: Shown<number | null>
  /** Watchers can miss messages that share a frame; `onSocketMessage()` gets every one. */
  readonly lastMessage: Shown<Message | null>
  /** When the last message was received, in epoch ms; heartbeats are none. */
  readonly lastReceivedAt: Shown<number | null>
  /** How the last link, or the last attempt to get one, ended. */
  readonly lastClose: Shown<CloseInfo | null>
  /** What went wrong last; `null` again at the next opening (R0007: at the next stable one). */
  readonly error: Shown<SocketError | null>
  /** Messages received since the last `$reset()`. */
  readonly received: Shown<number>
  /** Messages sent since the last `$reset()`. */
  readonly sent: Shown<number>
  /** Messages that wait for a link. */
  readonly queued: Shown<number>
  /** Messages sent whose arrival nothing has confirmed yet; `null` without receipts. */
  readonly unconfirmed: Shown<number | null>
  /**
   * Whether the newest opening continued where the last link ended; `null` where it was the first.
   * Where it is `false`, messages may have been missed.
   */
  readonly recovered: Shown<boolean | null>
  /**
   * Whether the link is this tab's own: always, but where the option `tabs` shares that of another tab.
   * What should happen once, and not in each tab, belongs behind this.
   */
  readonly isLeader: Shown<boolean>
}

/** What the store derives from its state. */
export interface SocketGetters<Name extends string = 'default', Message = Received<Name>> {
  /** Whether a link is open: status `open`. */
  readonly isOpen: () => boolean
  /** The newest messages of both directions, oldest first. */
  readonly log: () => readonly LogEntry<Message | Sent<Name>>[]
}

/** What a page can do with its socket. */
export interface SocketActions<Name extends string = 'default', Message = Received<Name>> {
  /** Connects now, unless a link is open or being opened. */
  connect(): void
  /**
   * Closes for good: only `connect()` and `reconnect()` open it again. What is queued is dropped.
   *
   * @param code - 1000 or 3000 to 4999; what is no number counts as none, so that `close` can be the
   *   handler of an event, or the callback of a `watch()`
   * @param reason - at most 123 bytes in UTF-8
   * @throws TypeError for a code or reason out of range
   */
  close(code?: unknown, reason?: unknown): void
  /** Replaces the link, or the attempt under way; without one it connects now. */
  reconnect(): void
  /**
   * Sends, or queues while no link is open or the link is suspected. What can't be encoded is dropped
   * with an `error`.
   */
  send(data: Sent<Name>, options?: SendOptions): SendResult
  /**
   * Changes options at run time, group by group; `undefined` restores a default.
   *
   * @throws TypeError with a `code` that names the option at fault; then nothing has changed
   */
  configure(patch: StorePatch<Message>): void
  /** Empties the log, and leaves everything else as it is. */
  clearLog(): void
  /** Clears log, counters, latency, last values and the outbox, and leaves the link alone. */
  $reset(): void
}

/** The Pinia store of a socket. `Message` is what it receives. */
export type HeartbeatSocketStore<Name extends string = 'default', Message = Received<Name>> = Store<
  string,
  SocketState<Name, Message>,
  SocketGetters<Name, Message>,
  SocketActions<Name, Message>
> & {
  /** For tests: what Pinia's own type makes of a message that is `any` takes no primitives. */
  $patch(state: { [Key in keyof SocketState]?: SocketState<Name, Message>[Key]['value'] }): void
}

/** What setup returns, and what Pinia makes the store of. */
type Setup = Cells & { [Key in keyof SocketGetters]: ComputedRef } & SocketActions

/** The store of a named socket. */
export function useSocketStore<Name extends string, Message = Received<Name>>(
  name: Name,
  pinia: Pinia,
): HeartbeatSocketStore<Name, Message> {
  return defineSocketStore(name, pinia)(pinia) as unknown as HeartbeatSocketStore<Name, Message>
}

/** Pinia keeps the store itself; what is defined here may be defined again. */
export function defineSocketStore(name: string, pinia: Pinia): StoreDefinition {
  // For persisted-state plugins: a restored status would be a lie.
  const options: object = { persist: false }
  return defineStore(storeId(name), () => setUpStore(name, pinia), options) as StoreDefinition
}

/** Creates no socket and no timer: hot updates run it again, and testing Pinias run it too. */
function setUpStore(name: string, pinia: Pinia): Setup {
  const registry = registryOf(pinia)
  const record = registry.record(name)
  const { mirror } = record
  record.hasStore = true
  onScopeDispose(() => registry.storeEnded(name))

  /** What it changes shows at once, also from inside a handler, whose events come later. */
  const act = (action: (connection: Connection) => void): void => {
    record.update()
    if (record.connection) action(record.connection)
    mirror.flush()
  }

  return {
    ...mirror.cells,
    isOpen: computed(() => mirror.cells.status.value === 'open'),
    log: computed(() => mirror.log.value),
    connect: () => act((connection) => connection.connect()),
    close: (code, reason) => act((connection) => connection.close(...closeArguments(code, reason))),
    reconnect: () => act((connection) => connection.reconnect()),
    send(data, options) {
      record.update()
      const result = record.connection?.send(data, options) ?? 'dropped'
      // For all else there is an event.
      if (result === 'queued') mirror.mark()
      return result
    },
    configure(patch) {
      record.update()
      record.configure(patch)
    },
    clearLog: () => mirror.clearLog(),
    $reset: () => mirror.reset(),
  }
}

/** Without what event handlers and callbacks of `watch()` are called with. */
function closeArguments(code: unknown, reason: unknown): Parameters<Connection['close']> {
  if (typeof code === 'number') return [code, reason as string | undefined]
  return code === undefined && typeof reason === 'string' ? [undefined, reason] : []
}
