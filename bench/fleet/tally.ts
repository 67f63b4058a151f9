/** In ms; what is counted is counted in bins of this width. */
const BIN = 10

/** What a fleet did, from the beginning of the trouble on. */
export class Tally {
  readonly clients: number
  /** Clients that have given up. */
  gaveUp = 0
  /** Attempts that arrived, in each bin. */
  readonly #attempts: Uint32Array
  /** Clients that have had their link ever since, by the bin of its opening. */
  readonly #back: Uint32Array

  constructor(clients: number, duration: number) {
    this.clients = clients
    this.#attempts = new Uint32Array(duration / BIN)
    this.#back = new Uint32Array(duration / BIN)
  }

  attempted(at: number): void {
    const bin = Math.floor(at / BIN)
    this.#attempts[bin] = this.#attempts[bin]! + 1
  }

  isBack(since: number): void {
    const bin = Math.floor(since / BIN)
    this.#back[bin] = this.#back[bin]! + 1
  }

  /** Attempts a client, mean. */
  get mean(): number {
    return this.#attempts.reduce((sum, count) => sum + count, 0) / this.clients
  }

  /** The most attempts in any `ms`, as a share of the fleet. */
  worst(ms: number): number {
    const width = ms / BIN
    let sum = 0
    let most = 0
    this.#attempts.forEach((count, bin) => {
      sum += count - (bin < width ? 0 : this.#attempts[bin - width]!)
      most = Math.max(most, sum)
    })
    return most / this.clients
  }

  /** When this share of the fleet was back for good, in ms; `Infinity` if that wasn't seen. */
  backAt(share: number): number {
    const wanted = share * this.clients
    let sum = 0
    const bin = this.#back.findIndex((count) => (sum += count) >= wanted)
    return bin < 0 ? Infinity : (bin + 1) * BIN
  }

  /** Attempts in each second, as shares of the fleet. */
  perSecond(): number[] {
    const width = 1_000 / BIN
    return Array.from({ length: Math.ceil(this.#attempts.length / width) }, (_, second) => {
      const bins = this.#attempts.subarray(second * width, (second + 1) * width)
      return bins.reduce((sum, count) => sum + count, 0) / this.clients
    })
  }
}
