/** Numbers that must come one after the other: what is left out, and what comes again. */
export class Sequence {
  received = 0
  lost = 0
  again = 0
  #last: number | null

  /** @param last - the one before the first; without it the first may be any */
  constructor(last: number | null = null) {
    this.#last = last
  }

  take(n: number): void {
    if (this.#last !== null && n <= this.#last) {
      this.again++
      return
    }
    if (this.#last !== null) this.lost += n - this.#last - 1
    this.received++
    this.#last = n
  }
}
