import { shallowReactive, type ShallowReactive } from 'vue'
import type { TimerService } from 'vue-heartbeat-socket'
import type { Counted } from '../../server/api.ts'
import { messageOf } from '../format.ts'
import { laneIds, type Lane, type LaneId, type OpenLane } from '../tour/lanes/lane.ts'
import type { TourTimes } from '../tour/times.ts'
import { NOTHING } from './counter.ts'
import { forEachLane, Sender, type Tallies } from './sender.ts'

/** How often the server is asked what has arrived, in ms. */
const LOOK = 500

/** How long the clients get, after the last message, to bring home what they still have, in ms. */
const DRAINED_WITHIN = 10_000

export interface RunState {
  /** `opening`: until a ping was answered. `draining`: nothing more is sent. */
  phase: 'idle' | 'opening' | 'sending' | 'draining'
  tallies: Tallies
  problem: string
}

const NONE: Tallies = forEachLane(() => NOTHING)

/** What a count is made with. */
export interface RunTools {
  readonly timers: TimerService
  readonly times: TourTimes
  count(): Promise<Readonly<Record<string, Counted>>>
  nextRun(): string
}

/** Has the clients send numbered messages, and compares with what the server has got. */
export class Run {
  readonly state: ShallowReactive<RunState> = shallowReactive<RunState>({
    phase: 'idle',
    tallies: NONE,
    problem: '',
  })
  readonly #tools: RunTools
  #sender: Sender
  #ends: (() => void)[] = []
  #timer: unknown
  #drainedBy = Infinity

  constructor(tools: RunTools) {
    this.#tools = tools
    this.#sender = new Sender(tools.nextRun(), tools.timers)
  }

  /** Connects, and begins to send once all clients account for it that do. */
  start(url: string, open: Readonly<Record<LaneId, OpenLane>>): void {
    this.end()
    const { timers, nextRun } = this.#tools
    const sender = (this.#sender = new Sender(nextRun(), timers))
    const lanes = forEachLane((id) => this.#open(open[id], url, id))
    Object.assign(this.state, { phase: 'opening', tallies: NONE, problem: '' })
    this.#drainedBy = Infinity
    const begin = (): void => {
      if (!laneIds.every((id) => lanes[id].isReady())) {
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

  #open(open: OpenLane, url: string, id: LaneId): Lane {
    const counter = this.#sender.counters[id]
    const lane = open(url, this.#tools.times, {
      report: () => {},
      hears: () => {},
      drops: (text) => counter.drops(text),
    })
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
    return isOver || Object.values(this.state.tallies).every(isSettled)
  }
}

const isSettled = ({ sent, arrived, lost }: Tallies[LaneId]): boolean => arrived + lost === sent
