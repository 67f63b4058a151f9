import type { Connection, PageSignal, SocketOptions } from 'vue-heartbeat-socket/socket'
import { FakePage } from '../connection/support/fake-page.ts'
import { seeded } from '../connection/support/random.ts'
import type { Checker, Task, Notify, World as Visible } from './checks/checker.ts'
import { Arrivals } from './checks/arrivals.ts'
import { Attempts } from './checks/attempts.ts'
import { Commands } from './checks/commands.ts'
import { Deaths, isOfHeartbeat } from './checks/deaths.ts'
import { Flight } from './checks/flight.ts'
import { Lifecycle } from './checks/lifecycle.ts'
import { Heartbeats } from './checks/heartbeats.ts'
import { LastWords } from './checks/last-words.ts'
import { Leftovers } from './checks/leftovers.ts'
import { Ledger } from './checks/ledger.ts'
import { Obstacles } from './checks/obstacles.ts'
import { Order } from './checks/order.ts'
import { Pings } from './checks/pings.ts'
import { Receipts } from './checks/receipts.ts'
import { Requests } from './checks/requests.ts'
import { Resuming } from './checks/resuming.ts'
import { Secrets } from './checks/secrets.ts'
import { Suspicions } from './checks/suspicions.ts'
import { Wakes } from './checks/wakes.ts'
import { Windows } from './checks/windows.ts'
import { Clock, type Task as PageTask } from './clock.ts'
import { Journal } from './journal.ts'
import { socketClass, type NativeSocket } from './native-socket.ts'
import type { Call, Place, Scenario } from './scenario.ts'
import { Server } from './server.ts'
import { initialOptions } from './settings.ts'
import { User } from './user.ts'

/** What is simulated: the class `Connection`, or a mutant of it. */
export type Engine = new (options: SocketOptions) => Connection

type Listener = (...args: unknown[]) => void

/** More tasks than this in one run, and something spins. */
const MAX_TASKS = 50_000
/** The same for calls of the user's in one task. */
const MAX_CALLS = 1_000

/** A connection, and all that it has to do with. */
export class World implements Visible {
  readonly clock = new Clock()
  readonly page = new FakePage()
  readonly journal: Journal
  readonly connection: Connection
  readonly server: Server
  readonly user: User
  readonly lifecycle: Lifecycle
  readonly deaths: Deaths
  readonly windows: Windows
  readonly ledger: Ledger
  readonly flight: Flight
  isDisposed = false
  task: Task = { kind: 'call', signal: null, statusBefore: 'idle', calls: [], throws: [] }
  readonly #secrets: Secrets
  readonly #checkers: Checker[] = []
  /** The listeners of each hook. */
  readonly #listeners: { [hook in keyof Checker]?: readonly Listener[] } = {}
  #tasks = 0

  readonly #notify: Notify = (hook, ...args) => {
    if (hook === 'calls') this.#mayCall(args[0] as Call)
    if (hook === 'throws') this.task.throws.push(args[0] as Place)
    if (args[0] === 'dispose') this.isDisposed = true
    for (const listen of this.#listenersOf(hook)) listen(...args)
    const asksUrl = typeof this.connection?.options.url === 'function'
    if (hook === (asksUrl ? 'asked' : 'constructed')) this.#notify('begins')
  }

  constructor(engine: Engine, scenario: Scenario, isWritten: boolean) {
    const { clock, page } = this
    this.journal = new Journal(clock, isWritten)
    const parts = { clock, journal: this.journal, scenario }
    this.server = new Server(parts, this.#notify, () => this.connection.options)
    this.user = new User(parts, this.#notify)
    const inside = () => this.user.runsAt('new WebSocket()')
    const classes = [socketClass(this.server, inside), socketClass(this.server, inside)] as const
    const mine = this.user.belongings({ page, classes })
    this.connection = new engine({
      page,
      ...initialOptions(scenario.options, mine),
      autoConnect: false,
      timer: clock,
      WebSocket: classes[0],
      random: seeded(scenario.random),
    })
    const order = new Order(this)
    order.hearsFirst(this.connection)
    this.lifecycle = new Lifecycle(this)
    // Deaths are judged by the windows before them.
    this.deaths = new Deaths(this)
    this.windows = new Windows(this)
    this.ledger = new Ledger(this)
    this.#secrets = new Secrets(this)
    // Pings are judged by what is in flight.
    this.flight = new Flight(this)
    const resuming = new Resuming(this)
    this.#checkers.push(this.lifecycle, this.windows, this.deaths, this.ledger, this.flight)
    this.#checkers.push(new Arrivals(this), new Receipts(this), resuming, new Wakes(this))
    this.#checkers.push(new Leftovers(this), new Pings(this), new Heartbeats(this))
    this.#checkers.push(new Attempts(this), new Obstacles(this), new Commands(this))
    this.#checkers.push(new Suspicions(this), new LastWords(this))
    this.#checkers.push(new Requests(this))
    this.user.takes(this.connection)
    resuming.hearsLast(this.connection)
    order.hearsLast(this.connection)
  }

  #mayCall(call: Call): void {
    this.task.calls.push(call)
    if (this.task.calls.length > MAX_CALLS) this.journal.breaks('I9', `${call} without end`)
  }

  #listenersOf(hook: keyof Checker): readonly Listener[] {
    return (this.#listeners[hook] ??= this.#checkers.flatMap(
      (checker) => (checker[hook] as Listener | undefined)?.bind(checker) ?? [],
    ))
  }

  get sockets(): readonly NativeSocket[] {
    return this.server.sockets
  }

  /** The socket made last. */
  get socket(): NativeSocket | undefined {
    return this.server.sockets.at(-1)
  }

  // What can happen.

  /** Lets the time pass, and the page's tasks run as they come. */
  async wait(ms: number): Promise<void> {
    const end = this.clock.time + ms
    for (let task; !this.journal.broken && (task = this.clock.next(end));) await this.#take(task)
  }

  /** Lets the time pass until something is so, at most `ms`; returns whether it came to that. */
  async waitFor(isSo: () => boolean, ms: number): Promise<boolean> {
    const end = this.clock.time + ms
    while (!isSo()) {
      const task = this.journal.broken ? null : this.clock.next(end)
      if (!task) return false
      await this.#take(task)
    }
    return true
  }

  async call(call: Call): Promise<void> {
    await this.#run('call', null, () => this.user.call(call))
  }

  async signal(signal: PageSignal): Promise<void> {
    this.journal.note('page', signal)
    await this.#run('signal', signal, () => this.page.emit(signal, () => this.user.hearsOfPage()))
  }

  /** Nothing more will happen. */
  ends(): void {
    this.#notify('ends')
  }

  #take({ kind, run, isPushy }: PageTask): Promise<void> {
    const { throttle } = this.clock
    if (isPushy) this.journal.counts(`a ${kind} goes before one that has waited longer`)
    if (kind === 'timer' && throttle !== 0) this.journal.counts(`a timer, throttled: ${throttle}`)
    return this.#run(kind, null, run)
  }

  async #run(kind: Task['kind'], signal: PageSignal | null, run: () => void): Promise<void> {
    const { status: statusBefore } = this.connection
    this.task = { kind, signal, statusBefore, calls: [], throws: [] }
    this.clock.taskBegins()
    this.#notify('taskBegins')
    if (kind === 'timer') this.#looks()
    try {
      run()
    } catch (error) {
      this.journal.breaks('throws', `in a ${kind}:`, error)
    }
    await microtasks()
    if (this.socket && this.task.calls.some(isOfHeartbeat)) this.server.retune(this.socket)
    this.#notify('taskEnds')
    if (++this.#tasks > MAX_TASKS) this.journal.breaks('I7', `${MAX_TASKS} tasks in one run`)
  }

  /** The timer of an open link is its heartbeat's. */
  #looks(): void {
    const { socket, connection } = this
    const isWatched = connection.isOpen && connection.options.heartbeat.interval < Infinity
    if (!socket || !isWatched || socket.readyState !== 1) return
    const before = socket.looked
    socket.looked = socket.bufferedAmount
    if (socket.looked > 0) socket.heldUpAt = this.clock.time
    if (socket.looked > 0 && socket.looked < before) this.#notify('progressed', socket)
  }

  // What the checks get.

  reported(error: unknown): void {
    this.#secrets.reported(error)
  }

  logged(...values: readonly unknown[]): void {
    this.#secrets.logged(...values)
  }
}

/** Runs what promises have to do, to the end: Node turns to its next tick only then. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}
