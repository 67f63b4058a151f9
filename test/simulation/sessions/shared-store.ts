import type {
  Batch,
  Changes,
  CommitAnswer,
  Outgoing,
  SessionKey,
  Store,
} from 'vue-heartbeat-socket/server'
import type { Clock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { Halves } from './build-halves.ts'
import { Chronicle } from './chronicle.ts'
import type { StoreCall, StoreFault } from './scenario.ts'

/** What the store needs to know of a node that calls it. */
export interface Caller {
  readonly isAlive: boolean
  /** How much later than others it gets what it reads, in ms. */
  readonly lag: number
}

interface Fault {
  readonly fault: StoreFault
  readonly ms: number
}

type Memory = ReturnType<Halves['memoryStore']>
/** A write, which can be made again in another memory. */
type Write = (memory: Memory, chronicle: Chronicle) => void

const never = (): Promise<never> => new Promise(() => {})

/** One store for all nodes, with the network between and with all that a store can go through. */
export class SharedStore {
  /** By epoch, of which a link has one. */
  readonly chronicles = new Map<string, Chronicle>()
  chronicle!: Chronicle
  /** How often the store has taken a new epoch. */
  failovers = 0
  isAway = false
  /** Calls that may still write. */
  #underWay = 0
  readonly #make: () => Memory
  readonly #clock: Clock
  readonly #journal: Journal
  readonly #random: () => number
  #memory!: Memory
  #writes: Write[] = []
  #faults = new Map<StoreCall, Fault[]>()
  /** How often the record of a session was lost. */
  readonly #generations = new Map<string, number>()
  #moved: { promise: Promise<'moved'>; resolve: (moved: 'moved') => void } = signal()

  constructor(make: () => Memory, clock: Clock, journal: Journal, random: () => number) {
    this.#make = make
    this.#clock = clock
    this.#journal = journal
    this.#random = random
  }

  /** Whether no call is under way that may still write. */
  get isQuiet(): boolean {
    return this.#underWay === 0
  }

  /** Takes a new epoch, without the last writes. */
  async failover(lost: number): Promise<void> {
    const memory = this.#make()
    const { head } = await memory.attach({ user: '', id: '' }, 0)
    const chronicle = new Chronicle(head[0], this.#journal)
    this.#memory = memory
    this.chronicle = chronicle
    this.chronicles.set(head[0], chronicle)
    this.#writes = this.#writes.slice(0, Math.max(0, this.#writes.length - lost))
    for (const write of this.#writes) write(memory, chronicle)
    this.failovers++
    const moved = this.#moved
    this.#moved = signal()
    moved.resolve('moved')
  }

  fails(call: StoreCall, fault: StoreFault, count: number, ms: number): void {
    const faults = this.#faults.get(call) ?? []
    for (let at = 0; at < count; at++) faults.push({ fault, ms })
    this.#faults.set(call, faults)
  }

  /** A session's record is lost. */
  expires(session: SessionKey): void {
    const name = nameOf(session)
    this.#generations.set(name, this.#generationOf(session) + 1)
    this.#write((_memory, chronicle) => chronicle.forgets(name))
  }

  calms(): void {
    this.#faults = new Map()
    this.isAway = false
  }

  /** The store as a node has it. */
  for(node: Caller): Store {
    return {
      attach: (session, opening) =>
        this.#call(node, 'attach', () => {
          const key = this.#keyOf(session)
          if (opening === 0) return this.#memory.attach(key, opening)
          return this.#write((memory) => memory.attach(key, opening))
        }),
      commit: (session, epoch, opening, number, changes) => {
        const apply = () => this.#commit(session, epoch, opening, number, changes)
        return this.#call(node, 'commit', apply, number > 0)
      },
      publish: (message, id) => this.#call(node, 'publish', () => this.#publish(message, id), true),
      flash: (message) => this.#call(node, 'publish', () => this.#memory.flash(message)),
      read: (from, end) => this.#read(node, from, end),
    }
  }

  /** A call of a node's that writes; `mayBeLate`: the store may do it after the node gave it up. */
  async #call<Result>(
    node: Caller,
    call: StoreCall,
    apply: () => Promise<Result>,
    mayBeLate = false,
  ): Promise<Result> {
    const { fault, ms } = this.#faults.get(call)?.shift() ?? { fault: undefined, ms: 0 }
    if (fault) this.#journal.counts(`store: ${call}, ${fault}`)
    this.#underWay++
    const result = await this.#carry(node, fault, ms, apply, mayBeLate)
    await this.#travel(node, fault === 'slow' || fault === 'held' ? ms : 0)
    if (!node.isAlive) return never()
    if (fault === 'after' || fault === 'late') return this.#fail(node)
    return result
  }

  /** Lets a call come to the store. */
  async #carry<Result>(
    node: Caller,
    fault: StoreFault | undefined,
    ms: number,
    apply: () => Promise<Result>,
    mayBeLate: boolean,
  ): Promise<Result> {
    const isLate = fault === 'late' && mayBeLate
    try {
      await this.#pass(fault === 'slow' ? ms : 0)
      // What a killed node has sent may still arrive.
      if (!node.isAlive && this.#random() < 0.5) return never()
      if (this.isAway || fault === 'before') return this.#fail(node)
      if (!isLate) return apply()
    } finally {
      if (!isLate) this.#underWay--
    }
    this.#clock.later(ms, () =>
      this.#clock.arrive(() => {
        this.#underWay--
        void apply().catch(() => {})
      }),
    )
    return this.#fail(node)
  }

  #fail(node: Caller): Promise<never> {
    return node.isAlive ? Promise.reject(new Error('connection lost')) : never()
  }

  /** Makes a write, and remembers it for the next failover. */
  #write<Result>(write: (memory: Memory, chronicle: Chronicle) => Result): Result {
    this.#writes.push(write)
    return write(this.#memory, this.chronicle)
  }

  #publish(message: Outgoing, id: string | undefined): Promise<number> {
    return this.#write((memory, chronicle) => {
      const published = memory.publish(message, id)
      void published.then((number) => {
        if (number > chronicle.head) chronicle.publishes(message)
      })
      return published
    })
  }

  #commit(
    session: SessionKey,
    epoch: string,
    opening: number,
    number: number,
    changes: Changes,
  ): Promise<CommitAnswer> {
    const key = this.#keyOf(session)
    const first = this.chronicle
    let isDone = true
    // Another memory has another epoch, in which the same write is made again, if it was one.
    return this.#write((memory, chronicle) => {
      const isFirst = chronicle === first
      if (!isDone) return Promise.resolve({ answer: 'epoch' })
      const of = isFirst ? epoch : chronicle.epoch
      const answered = memory.commit(key, of, opening, number, changes)
      void answered.then(({ answer }) => {
        isDone = answer === 'done'
        if (isFirst) this.#journal.counts(`commit: ${answer}`)
        if (answer === 'done') chronicle.commits(nameOf(session), changes)
      })
      return answered
    })
  }

  async #read(node: Caller, ...[from, end]: Parameters<Store['read']>): Promise<Batch> {
    const { fault, ms } = this.#faults.get('read')?.shift() ?? { fault: undefined, ms: 0 }
    await this.#travel(node, 0)
    if (this.isAway || fault === 'before' || fault === 'after') return this.#fail(node)
    const batch = await this.#await(from, end)
    await this.#travel(node, node.lag + (fault ? ms : 0))
    if (!node.isAlive) return never()
    const { entries } = batch
    // It need not go up to the head.
    const some = entries.length > 1 && this.#random() < 0.2
    return some ? { ...batch, entries: entries.slice(0, Math.ceil(entries.length / 2)) } : batch
  }

  /** Reads from the memory of now, and from the next one when that takes its place. */
  async #await(...[from, end]: Parameters<Store['read']>): Promise<Batch> {
    for (;;) {
      const { promise } = this.#moved
      const batch = this.#memory.read(from, end)
      batch.catch(() => {})
      const first = await Promise.race([batch, promise])
      if (first !== 'moved') return first
    }
  }

  /** The way to the store, or back. */
  #travel(node: Caller, ms: number): Promise<void> {
    return node.isAlive ? this.#pass(ms) : never()
  }

  #pass(ms: number): Promise<void> {
    const delay = 1 + Math.floor(this.#random() * 4) + ms
    return new Promise((resolve) => this.#clock.later(delay, () => this.#clock.arrive(resolve)))
  }

  #generationOf(session: SessionKey): number {
    return this.#generations.get(nameOf(session)) ?? 0
  }

  /** A lost record is one under a name that is not asked for any more. */
  #keyOf({ user, id }: SessionKey): SessionKey {
    return { user: `${user}#${this.#generationOf({ user, id })}`, id }
  }
}

export const nameOf = ({ user, id }: SessionKey): string => `${id}/${user}`

function signal(): { promise: Promise<'moved'>; resolve: (moved: 'moved') => void } {
  let resolve = (_moved: 'moved'): void => {}
  const promise = new Promise<'moved'>((done) => (resolve = done))
  return { promise, resolve }
}
