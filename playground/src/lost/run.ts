import { shallowReactive, type ShallowReactive } from 'vue'
import type { TimerService } from 'vue-heartbeat-socket'
import type { Counted } from '../../server/api.ts'
import { messageOf } from '../format.ts'
import type { Lane, OpenLane } from '../tour/lanes/lane.ts'
import type { TourTimes } from '../tour/times.ts'
import { NOTHING, type Tally } from './counter.ts'
import { forEach, Sender, type Each, type Tallies } from './sender.ts'

/** How often the server is asked what has arrived, in ms. */
const LOOK = 500

/** How long the clients get, after the last message, to bring home what they still have, in ms. */
const DRAINED_WITHIN = 10_000

export interface RunState<Id extends string> {
  /** `opening`: until a ping was answered. `draining`: nothing more is sent. */
  phase: 'idle' | 'opening' | 'sending' | 'draining'
  tallies: Tallies<Id>
  problem: string
}

/** What a count is made with. */
export interface RunTools {
  readonly timers: TimerService
  readonly times: TourTimes
  count(): Promise<Readonly<Record<string, Counted>>>
  nextRun(): string
}

/** Has the clients send numbered messages, and compares with what the server has got. */
export class Run<Id extends string> {
  readonly state: ShallowReactive<RunState<Id>>
  readonly #ids: readonly Id[]
  readonly #tools: RunTools
  #sender: Sender<Id>
  #ends: (() => void)[] = []
  #timer: unknown
  #drainedBy = Infinity

  constructor(ids: readonly Id[], tools: RunTools) {
    this.#ids = ids
    this.#tools = tools
    this.state = shallowReactive({ phase: 'idle', tallies: this.#none(), problem: '' })
    this.#sender = new Sender(tools.nextRun(), ids, tools.timers)
  }

  /** Connects, and begins to send once all clients account for it that do. */
  start(url: string, open: Each<Id, OpenLane>): void {
    this.end()
    const { timers, nextRun } = this.#tools
    const sender = (this.#sender = new Sender(nextRun(), this.#ids, timers))
    const lanes = forEach(this.#ids, (id) => this.#open(open[id], url, id))
    Object.assign(this.state, { phase: 'opening', tallies: this.#none(), problem: '' })
    this.#drainedBy = Infinity
    const begin = (): void => {
      if (!this.#ids.every((id) => lanes[id].isReady())) {
        this.#timer = timers.setTimeout(begin, LOOK)
        return
      }
      sender.start(lanes)
      this.state.phase = 'sending'
      void this.#look()
    }
    begin()
  }

  /** Sends no more, and goes on counting until all has come home, for a while. */
  stop(): void {
    if (this.state.phase === 'opening') return this.end()
    this.#sender.stop()
    this.#drainedBy = this.#tools.timers.now() + DRAINED_WITHIN
    this.state.phase = 'draining'
  }

  /** Ends the clients; the figures stay. */
  end(): void {
    this.#tools.timers.clearTimeout(this.#timer)
    this.#sender.stop()
    for (const end of this.#ends.splice(0)) end()
    this.state.phase = 'idle'
  }

  #none(): Tallies<Id> {
    return forEach(this.#ids, () => NOTHING)
  }

  #open(open: OpenLane, url: string, id: Id): Lane {
    const { listener } = this.#sender.counters[id]
    const lane = open(url, this.#tools.times, { report: () => {}, hears: () => {}, ...listener })
    this.#ends.push(() => lane.end())
    return lane
  }

  async #look(): Promise<void> {
    const sender = this.#sender
    const { timers, count } = this.#tools
    const isOver = (): boolean => sender !== this.#sender || this.state.phase === 'idle'
    try {
      const tallies = await sender.tallies(count)
      if (isOver()) return
      this.state.tallies = tallies
      this.state.problem = ''
    } catch (error) {
      if (isOver()) return
      this.state.problem = messageOf(error)
    }
    if (this.#isDrained()) this.end()
    else this.#timer = timers.setTimeout(() => void this.#look(), LOOK)
  }

  /** All has an outcome, or there was time enough for it. */
  #isDrained(): boolean {
    if (this.state.phase !== 'draining') return false
    const isOver = this.#tools.timers.now() >= this.#drainedBy
    return isOver || this.#ids.every((id) => isSettled(this.state.tallies[id]))
  }
}

const isSettled = ({ sent, arrived, lost }: Tally): boolean => arrived + lost === sent
