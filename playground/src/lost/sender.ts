import type { TimerService } from 'vue-heartbeat-socket'
import type { Counted } from '../../server/api.ts'
import type { Lane } from '../tour/lanes/lane.ts'
import { LaneCounter, type Tally } from './counter.ts'

/** How often each client sends a numbered message, in ms. */
export const EVERY = 100

/** A value for each client. */
export type Each<Id extends string, Value> = Readonly<Record<Id, Value>>

export type Tallies<Id extends string> = Each<Id, Tally>

export const forEach = <Id extends string, Value>(
  ids: readonly Id[],
  make: (id: Id) => Value,
): Each<Id, Value> => Object.fromEntries(ids.map((id) => [id, make(id)])) as Each<Id, Value>

/** Has each client send numbered messages, all at the same moments. */
export class Sender<Id extends string> {
  readonly counters: Each<Id, LaneCounter>
  readonly #ids: readonly Id[]
  readonly #timers: TimerService
  #lanes: Each<Id, Lane> | null = null
  #timer: unknown

  /** @param run - distinguishes the series of this page from others */
  constructor(run: string, ids: readonly Id[], timers: TimerService) {
    this.#ids = ids
    this.#timers = timers
    this.counters = forEach(ids, (id) => new LaneCounter(`${run}/${id}`, () => timers.now()))
  }

  start(lanes: Each<Id, Lane>): void {
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
  async tallies(count: () => Promise<Readonly<Record<string, Counted>>>): Promise<Tallies<Id>> {
    const askedAt = this.#timers.now()
    this.#look()
    const counted = await count()
    return forEach(this.#ids, (id) => {
      const counter = this.counters[id]
      return counter.tally(askedAt, counted[counter.series])
    })
  }

  #look(): void {
    if (this.#lanes) for (const id of this.#ids) this.counters[id].look(this.#lanes[id])
  }

  #send(): void {
    this.#timer = this.#timers.setTimeout(() => this.#send(), EVERY)
    this.#look()
    for (const id of this.#ids) this.counters[id].send(this.#lanes![id])
  }
}
