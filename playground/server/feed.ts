import { startFlood } from './flood.ts'
import { createMeter, type Meter, type Metrics } from './metrics.ts'

/** What is sent without being asked for: figures at each interval, and a flood while one is wanted. */
export class Feed {
  #meter: Meter | null = null
  #timer: NodeJS.Timeout | undefined
  #endFlood: (() => void) | null = null
  readonly #interval: number
  readonly #send: (metrics: Metrics) => void
  readonly #pour: (id: number) => void

  /**
   * @param interval - between two messages of figures, in ms
   * @param send - gets these
   * @param pour - gets each message of the flood
   */
  constructor(interval: number, send: (metrics: Metrics) => void, pour: (id: number) => void) {
    this.#interval = interval
    this.#send = send
    this.#pour = pour
  }

  start(flood: number): void {
    const meter = (this.#meter = createMeter())
    this.#timer = setInterval(() => this.#send(meter.read()), this.#interval)
    this.setFlood(flood)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#meter?.stop()
    this.#meter = null
    this.setFlood(0)
  }

  /** The figures now; `null` while it is stopped. */
  read(): Metrics | null {
    return this.#meter?.read() ?? null
  }

  /** @param rate - messages a second; 0 ends it. It begins with the next start where it is stopped. */
  setFlood(rate: number): void {
    this.#endFlood?.()
    this.#endFlood = rate > 0 && this.#meter ? startFlood(rate, this.#pour) : null
  }
}
