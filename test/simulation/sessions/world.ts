import { seeded } from '../../connection/support/random.ts'
import { Clock, type Task } from '../clock.ts'
import { Journal } from '../journal.ts'
import type { Halves } from './build-halves.ts'
import { Client, type ClientSurroundings } from './client.ts'
import type { Link } from './network.ts'
import { Node, type Town } from './node.ts'
import type { Scenario } from './scenario.ts'
import { SharedStore } from './shared-store.ts'

const SUBPROTOCOL = 'heartbeat.v1'
/** More tasks than this in one run, and something spins. */
const MAX_TASKS = 200_000

/** Clients, nodes, their store, and the network between. */
export class World implements Town, ClientSurroundings {
  readonly clock = new Clock()
  readonly journal: Journal
  readonly random: () => number
  readonly halves: Halves
  readonly scenario: Scenario
  readonly Refused: Halves['Refused']
  readonly store: SharedStore
  readonly clients: Client[] = []
  /** Those that have not been killed. */
  nodes: Node[] = []
  readonly thrown = new Set<string>()
  /** No more faults. */
  isCalm = false
  /** What comes of attempts. */
  attempts: 'open' | 'refused' | 'silent' = 'open'
  /** What the next calls take, in ms. */
  authenticateTakes: (number | 'throw')[] = []
  authTakes: (number | 'throw')[] = []
  #started = 0
  #named = 0
  #tasks = 0

  constructor(halves: Halves, scenario: Scenario, isWritten: boolean) {
    const { clock } = this
    this.halves = halves
    this.Refused = halves.Refused
    this.scenario = scenario
    this.journal = new Journal(clock, isWritten)
    this.random = seeded(scenario.random)
    const { random } = this
    const bounds = { maxMessages: scenario.keeps }
    const memory = () => halves.memoryStore({ ...bounds, timer: clock, random })
    this.store = new SharedStore(memory, clock, this.journal, random)
  }

  /** Starts the nodes, and connects the clients. */
  async begins(): Promise<void> {
    const { nodes, clients } = this.scenario
    await this.runs(() => this.store.failover(0))
    for (let at = 0; at < nodes; at++) this.startsNode()
    for (let at = 0; at < clients; at++) {
      // The first two are of one user.
      const user = ['ann', 'ann', 'ben', 'cem'][at]!
      const client = new Client(`client ${at}`, user, this)
      this.clients.push(client)
      await this.runs(() => client.connection.connect())
    }
  }

  startsNode(): void {
    const node = new Node(`node ${this.#started++}`, this)
    this.journal.note(node.name, 'starts')
    this.nodes.push(node)
  }

  /** A name that no other message has. */
  names(kind: string): string {
    return `${kind} ${++this.#named}`
  }

  // What the parts ask for.

  reported(error: unknown): void {
    this.journal.breaks('throws', error)
  }

  logged(...values: readonly unknown[]): void {
    this.journal.note('console', ...values)
  }

  connects(link: Link): void {
    const hosts = this.nodes.filter(({ isDraining }) => !isDraining)
    const host = hosts[Math.floor(this.random() * hosts.length)]
    this.journal.counts(`attempt: ${this.attempts}`)
    if (this.attempts === 'silent') return
    if (this.attempts === 'refused' || !host) link.refuses()
    else link.opens(host, SUBPROTOCOL)
  }

  authenticates(): number | 'throw' {
    return this.authenticateTakes.shift() ?? 0
  }

  authorises(): number | 'throw' {
    return this.authTakes.shift() ?? 0
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.later(ms, () => this.clock.arrive(resolve)))
  }

  // Time.

  /** Lets the time pass, and tasks run as they come. */
  async wait(ms: number): Promise<void> {
    await this.waitFor(() => false, ms)
  }

  /** Lets the time pass until something is so, at most `ms`; returns whether it came to that. */
  async waitFor(isSo: () => boolean, ms: number): Promise<boolean> {
    const end = this.clock.time + ms
    while (!isSo()) {
      const task: Task | null = this.journal.broken ? null : this.clock.next(end)
      if (!task) return false
      await this.runs(task.run)
    }
    return true
  }

  /** Runs a task, with all that promises have to do then. */
  async runs(task: () => unknown): Promise<void> {
    try {
      await task()
    } catch (error) {
      this.journal.breaks('throws', error)
    }
    // Node turns to its next tick only when no promise has anything to do.
    await new Promise<void>((resolve) => process.nextTick(resolve))
    if (++this.#tasks > MAX_TASKS) this.journal.breaks('S7', `${MAX_TASKS} tasks in one run`)
  }
}
