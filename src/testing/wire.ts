/** Calls `fn` in `ms` milliseconds. */
export type Later = (fn: () => void, ms: number) => unknown

export interface WireOptions {
  later: Later
  /** How long everything is on its way, in ms. */
  latency: number
  /** Without latency: arrive before `push` returns (`true`) or with the microtasks (`false`). */
  immediate: boolean
}

/** One direction of a connection: what is pushed arrives in order. */
export class Wire {
  readonly #options: WireOptions
  #underway: (() => void)[] = []
  /** How many of those underway could have arrived by now. */
  #ripe = 0
  #held = false

  constructor(options: WireOptions) {
    this.#options = options
  }

  push(arrive: () => void): void {
    const { later, latency, immediate } = this.#options
    this.#underway.push(arrive)
    if (latency > 0) later(() => this.#ripen(1), latency)
    else if (immediate) this.#ripen(1)
    else void Promise.resolve().then(() => this.#ripen(1))
  }

  /** Without latency: lets everything underway arrive now. */
  flush(): void {
    if (this.#options.latency === 0) this.#ripen(this.#underway.length)
  }

  /** From now on nothing arrives, nothing is lost either. */
  hold(): void {
    this.#held = true
  }

  /** Lets what was held arrive now, and the rest in its time. */
  release(): void {
    this.#held = false
    this.#ripen(0)
  }

  /** Loses everything underway. */
  cut(): void {
    this.#underway = []
    this.#ripe = 0
  }

  #ripen(more: number): void {
    this.#ripe = Math.min(this.#ripe + more, this.#underway.length)
    while (!this.#held && this.#ripe > 0) {
      this.#ripe--
      this.#underway.shift()?.()
    }
  }
}
