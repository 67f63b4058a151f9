import type { TimerService } from 'vue-heartbeat-socket'
import type { Counted } from '../../server/api.ts'
import { laneIds, type Lane, type LaneId } from '../tour/lanes/lane.ts'
import { LaneCounter, type Tally } from './counter.ts'

/** How often each client sends a numbered message, in ms. */
export const EVERY = 100

export type Tallies = Readonly<Record<LaneId, Tally>>

type Each<Value> = Readonly<Record<LaneId, Value>>

export const forEachLane = <Value>(make: (id: LaneId) => Value): Each<Value> =>
  Object.fromEntries(laneIds.map((id) => [id, make(id)])) as Each<Value>

/** Has each client send numbered messages, all at the same moments. */
export class Sender {
  readonly counters: Each<LaneCounter>
  readonly #timers: TimerService
  #lanes: Each<Lane> | null = null
  #timer: unknown

  /** @param run - distinguishes the series of this page from others */
  constructor(run: string, timers: TimerService) {
    this.#timers = timers
    this.counters = forEachLane((id) => new LaneCounter(`${run}/${id}`, () => timers.now()))
  }

  start(lanes: Each<Lane>): void {
    this.#lanes = lanes
    this.#send()
  }

  /** Sends no more. */
  stop(): void {
    this.#timers.clearTimeout(this.#timer)
  }

  /**
   * @param count - asks the server what it has got
   * @throws what that throws
   */
  async tallies(count: () => Promise<Readonly<Record<string, Counted>>>): Promise<Tallies> {
    const askedAt = this.#timers.now()
    this.#look()
    const counted = await count()
    return forEachLane((id) => {
      const counter = this.counters[id]
      return counter.tally(askedAt, counted[counter.series])
    })
  }

  #look(): void {
    if (this.#lanes) for (const id of laneIds) this.counters[id].look(this.#lanes[id])
  }

  #send(): void {
    this.#timer = this.#timers.setTimeout(() => this.#send(), EVERY)
    this.#look()
    for (const id of laneIds) this.counters[id].send(this.#lanes![id])
  }
}
