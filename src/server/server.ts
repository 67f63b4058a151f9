import { frameOf, RESTART, TOO_SLOW } from '../protocol/index.ts'
import { systemRandom, systemTimers } from '../timers/index.ts'
import { Client } from './client.ts'
import { codecs, encode } from './codec.ts'
import type { AnyClient, Core } from './core.ts'
import { serverError } from './diagnostics.ts'
import type { Downstream, DownstreamOptions } from './downstream.ts'
import { drain, type DrainOptions } from './drain.ts'
import type { Environment } from './environment.ts'
import { endingFlash, takeFlash } from './flashes.ts'
import { createGate } from './gate.ts'
import type { Handling } from './handling.ts'
import type { LinkReceiver, ServerLink, UpgradeRequest } from './link.ts'
import { createListeners, type ServerEvents } from './listeners.ts'
import { LiveSession, type LiveSessionOptions } from './live-session.ts'
import { memoryStore } from './memory-store.ts'
import { createNodeLog } from './node-log.ts'
import { checkOptions, type ServerOptions } from './options.ts'
import { startReader } from './reader.ts'
import type { PublishOptions } from './session.ts'
import type { Batch, Entry } from './store.ts'
import { createSubscriptions } from './subscriptions.ts'
import { createSweep } from './sweep.ts'
import { EVERYONE, sessionTarget, spell, type Target } from './targets.ts'
import { createWsAdapter, type WsAdapter } from './ws.ts'

/** How long a node may not have been at the log's head and still be ready, in ms. */
const MAX_LAG = 10_000
/** Between two looks at links that have to drain, in ms. */
const DRAIN_LOOK = 50
/** Calls of `authenticate` at once, and those that may wait for their turn. */
const MAX_AUTHENTICATING = 64
const MAX_WAITING = 1_024

/** The server half of sessions: what clients miss is replayed, what they send is handled once. */
export interface HeartbeatServer<Up = unknown, Down = unknown> extends WsAdapter {
  /**
   * Serves a link of another WebSocket library. Call `receive` for each frame, and `end` when the
   * link has ended.
   */
  connect(link: ServerLink, request: UpgradeRequest): LinkReceiver
  /** Calls `listener` with each event of this name; returns its remover. */
  on<Name extends keyof ServerEvents>(
    name: Name,
    listener: ServerEvents<Up, Down>[Name],
  ): () => void
  /**
   * Sends a message to a channel, a user's sessions or one session. Resolves when the store has it.
   * Rejects when the store can't be reached: whether it has the message is then unknown, and an `id`
   * makes it safe to call again.
   * @throws TypeError (rejects) when it can't be encoded, or the target is none
   */
  publish(target: Target, message: Down, options?: PublishOptions): Promise<void>
  /** The same, to every session. */
  broadcast(message: Down, options?: PublishOptions): Promise<void>
  /** Closes the links of a target on all nodes. Clients come back, and are authenticated again. */
  end(target: Target, code: number, reason?: string): Promise<void>
  /** Before a restart: takes no more clients, finishes handlers, and closes the links bit by bit. */
  drain(options?: DrainOptions): Promise<void>
  /** For a health check: the log is loaded, the store can be reached, and nothing drains. */
  readonly ready: boolean
}

/**
 * Makes a server for clients with `session: createSession()`.
 * @throws TypeError when an option has a wrong value
 */
export function createHeartbeatServer<Up = unknown, Down = unknown>(
  options: ServerOptions<Up>,
): HeartbeatServer<Up, Down> {
  checkOptions(options)
  const { timer = systemTimers(), random = systemRandom, codec = 'json' } = options
  const { store = memoryStore({ timer, random }), max = 1_048_576 } = options
  const listeners = createListeners<Up, Down>()
  const environment: Environment = {
    store,
    timer,
    random,
    max,
    codec: typeof codec === 'string' ? codecs[codec] : codec,
    report: listeners.report,
    measure(name, value) {
      try {
        options.metrics?.(name, value)
      } catch (cause) {
        listeners.report(serverError('S0008', { option: 'metrics', cause }))
      }
    },
  }
  const handling: Handling = {
    environment,
    schema: options.schema,
    handlerTimeout: options.handlerTimeout ?? 30_000,
    handlers: listeners.handlers as Handling['handlers'],
  }
  const log = createNodeLog(environment)
  const subscriptions = createSubscriptions<Downstream>()
  const clients = new Set<AnyClient>()
  let isDraining = false
  /** The head when positions were last looked at. */
  let remindedAt = 0

  function closeAll(code: number, reason: string): void {
    for (const client of clients) if (client.isOpen) client.close(code, reason)
  }

  /** What each link gets of these goes out together. */
  function deliverAll(entries: readonly Entry[]): void {
    const corked = entries.length > 1 ? new Set<Downstream>() : null
    for (const entry of entries) deliver(entry, corked)
    corked?.forEach((member) => member.uncork())
  }

  function deliver(entry: Entry, corked: Set<Downstream> | null): void {
    const members = subscriptions.of(entry.target)
    if (!members) return
    const frame = frameOf(entry.number, entry.data)
    let delivered = 0
    members.forEach((since, member) => {
      if (corked && !corked.has(member)) {
        corked.add(member)
        member.cork()
      }
      if (member.deliver(entry, since, frame)) delivered++
    })
    environment.measure('delivered', delivered)
  }

  /** A client that gets nothing must not fall behind the beginning of the log. */
  function remind(): void {
    const quarter = (log.head - log.first + 1) / 4
    if (quarter < 1 || log.head - remindedAt < quarter / 4) return
    remindedAt = log.head
    subscriptions.of(EVERYONE)?.forEach((_, member) => member.remind(quarter))
  }

  const reader = startReader({
    environment,
    onReset(batch) {
      const { epoch } = log
      log.reset(batch)
      if (epoch === null) return
      remindedAt = 0
      if (epoch === log.epoch) return closeAll(TOO_SLOW, 'the node fell behind the log')
      environment.measure('epochs', 1)
      environment.report(serverError('S0006'))
      closeAll(RESTART, 'a new epoch')
    },
    onBatch(batch: Batch) {
      log.append(batch)
      deliverAll(batch.entries)
      batch.flashes.forEach((flash) => takeFlash(subscriptions, flash))
      if (batch.entries.length > 0) remind()
    },
  })

  async function send(target: string, message: unknown, { id, keep = true }: PublishOptions = {}) {
    const outgoing = { target, data: encode(environment.codec, message) }
    if (!keep) return store.flash(outgoing)
    await store.publish(outgoing, id)
    environment.measure('published', 1)
  }
  const publish = async (target: Target, message: unknown, sendOptions?: PublishOptions) =>
    send(spell(target), message, sendOptions)

  const delivery: DownstreamOptions = {
    environment,
    log,
    subscriptions,
    waiting: createSweep(timer, DRAIN_LOOK, (downstream) => downstream.proceed()),
  }
  const sessions: Core['sessions'] = new Map()
  const sessionOptions: LiveSessionOptions = {
    handling,
    publish,
    // A handler may end long after its epoch has: the links of now are not of that one.
    onEpoch: (epoch) => void (epoch === log.epoch && core.renew()),
    onIdle: (key) => void sessions.delete(sessionTarget(key)),
  }
  const core: Core = {
    environment,
    options,
    idleTimeout: options.idleTimeout ?? 60_000,
    log,
    reader,
    gate: createGate(MAX_AUTHENTICATING, MAX_WAITING),
    delivery,
    clients,
    seconds: createSweep(timer, 1_000, (client) => client.tick()),
    sessions,
    get isDraining() {
      return isDraining
    },
    sessionOf(key) {
      const name = sessionTarget(key)
      const known = sessions.get(name)
      if (known) return known
      const live = new LiveSession(sessionOptions, key)
      sessions.set(name, live)
      return live
    },
    renew() {
      closeAll(RESTART, 'a new epoch')
      reader.restart()
    },
    emitOpen: listeners.emitOpen as Core['emitOpen'],
  }
  const connect = (link: ServerLink, request: UpgradeRequest): LinkReceiver =>
    new Client(core, link, request)

  return {
    ...createWsAdapter(connect, max),
    connect,
    on: listeners.on,
    publish,
    broadcast: (message, sendOptions) => send(EVERYONE, message, sendOptions),
    end: async (target, code, reason = '') => store.flash(endingFlash(spell(target), code, reason)),
    async drain(drainOptions = {}) {
      isDraining = true
      await drain(core, drainOptions)
    },
    get ready() {
      return reader.isLoaded && !isDraining && reader.lag <= MAX_LAG
    },
  }
}
