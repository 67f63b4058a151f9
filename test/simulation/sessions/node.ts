import type {
  HeartbeatServer,
  LinkReceiver,
  ServerLink,
  Session,
  UpgradeRequest,
} from 'vue-heartbeat-socket/server'
import type { Halves } from './build-halves.ts'
import type { Host, Surroundings } from './network.ts'
import type { Caller, SharedStore } from './shared-store.ts'
import { CHANNEL, handle, type Order, type Shop } from './work.ts'

/** Short ones, so that a run sees their ends, in ms. */
export const HANDLER_TIMEOUT = 2_000
export const IDLE_TIMEOUT = 20_000

/** What the world decides for its nodes. */
export interface Town extends Surroundings, Shop {
  readonly halves: Halves
  readonly store: SharedStore
  /** How long the next call of `authenticate` takes, in ms. */
  authenticates(): number | 'throw'
}

/** A process with a server, which can be killed. */
export class Node implements Host, Caller {
  isAlive = true
  isDraining = false
  lag = 0
  /** Links that have not ended, as it says. */
  clients = 0
  /** Sessions that have opened a link here, the newest object of each. */
  readonly sessions = new Map<string, Session>()
  readonly name: string
  readonly live: HeartbeatServer<Order, unknown>
  readonly #town: Town
  readonly #timers = new Set<unknown>()
  readonly #collections: readonly Collection[]

  constructor(name: string, town: Town) {
    this.name = name
    this.#town = town
    const { halves, store, journal, random, clock } = town
    const make = () =>
      halves.createHeartbeatServer<Order, unknown>({
        store: store.for(this),
        random,
        timer: {
          now: () => clock.now(),
          setTimeout: (fn, ms) => this.#setTimeout(fn, ms),
          clearTimeout: (timer) => this.#clearTimeout(timer),
        },
        authenticate: (_request, auth) => this.#authenticate(auth as string),
        handlerTimeout: HANDLER_TIMEOUT,
        idleTimeout: IDLE_TIMEOUT,
        metrics: (metric, value) => {
          if (metric === 'clients') this.clients = value
          else if (!/lag|covers|time/i.test(metric)) journal.counts(`server: ${metric}`, value)
        },
      })
    const { made, collections } = recording(make)
    this.live = made
    this.#collections = collections
    this.live.on('message', (order, context) => handle(town, order, context))
    this.live.on('open', (session) => void this.sessions.set(session.id, session))
    this.live.on('error', (error) => {
      journal.note(name, 'error', error)
      journal.counts(`server error: ${(error as Error & { code: string }).code.slice(-5)}`)
    })
  }

  /** How much its maps and sets hold, but for handlers and the log. */
  get held(): number {
    const passing = this.#collections.filter((one) => ![...one.values()].some(isKept))
    return passing.reduce((sum, { size }) => sum + size, 0)
  }

  /** Timers that are set. */
  get pending(): number {
    return this.#timers.size
  }

  connect(link: ServerLink, request: UpgradeRequest): LinkReceiver {
    return this.live.connect(link, request)
  }

  /** From now on nothing happens here. What it has sent is on its way. */
  dies(): void {
    this.isAlive = false
    for (const timer of this.#timers) this.#town.clock.clearTimeout(timer)
    this.#timers.clear()
  }

  async #authenticate(user: string): Promise<{ user: string; channels: string[] }> {
    const takes = this.#town.authenticates()
    if (takes === 'throw') throw new Error('the database is away')
    if (takes > 0) await this.#town.sleep(takes)
    return { user, channels: [CHANNEL] }
  }

  #setTimeout(fn: () => void, ms: number): unknown {
    if (!this.isAlive) return null
    const timer = this.#town.clock.setTimeout(() => {
      this.#timers.delete(timer)
      fn()
    }, ms)
    this.#timers.add(timer)
    return timer
  }

  #clearTimeout(timer: unknown): void {
    this.#timers.delete(timer)
    this.#town.clock.clearTimeout(timer)
  }
}

type Collection = Map<unknown, unknown> | Set<unknown>

/** A handler, or entries of the log. */
const isKept = (value: unknown): boolean =>
  typeof value === 'function' || (value instanceof Object && 'items' in value)

/** Which maps and sets are made meanwhile. */
function recording<Made>(make: () => Made): { made: Made; collections: Collection[] } {
  const { Map: OriginalMap, Set: OriginalSet } = globalThis
  const collections: Collection[] = []
  globalThis.Map = class<Key, Value> extends OriginalMap<Key, Value> {
    constructor(entries?: Iterable<readonly [Key, Value]> | null) {
      super(entries)
      collections.push(this)
    }
  } as MapConstructor
  globalThis.Set = class<Value> extends OriginalSet<Value> {
    constructor(values?: Iterable<Value> | null) {
      super(values)
      collections.push(this)
    }
  } as SetConstructor
  try {
    return { made: make(), collections }
  } finally {
    globalThis.Map = OriginalMap
    globalThis.Set = OriginalSet
  }
}
