interface Entry {
  readonly due: number
  run(): void
}

/** What doesn't fit is lost: a flood would fill the memory. */
const MAX_ENTRIES = 200_000

/** Does things later, in the order in which they came in. A shorter delay hastens what waits. */
export class DelayLine {
  #entries: Entry[] = []
  #timer: NodeJS.Timeout | undefined

  /** Whether something waits: what comes now has to wait, too. */
  get isBusy(): boolean {
    return this.#entries.length > 0
  }

  add(delay: number, run: () => void): void {
    const due = performance.now() + delay
    this.#hasten(due)
    if (this.#entries.length >= MAX_ENTRIES) return
    this.#entries.push({ due, run })
    if (this.#entries.length === 1) this.#sleep()
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#entries = []
  }

  #hasten(due: number): void {
    const last = this.#entries.at(-1)
    if (!last || last.due <= due) return
    this.#entries = this.#entries.map((entry) => ({ ...entry, due: Math.min(entry.due, due) }))
    clearTimeout(this.#timer)
    this.#sleep()
  }

  #sleep(): void {
    const first = this.#entries[0]
    if (!first) return
    this.#timer = setTimeout(() => this.#wake(), first.due - performance.now())
  }

  #wake(): void {
    const now = performance.now()
    const cut = this.#entries.findIndex(({ due }) => due > now)
    const ripe = this.#entries.splice(0, cut === -1 ? this.#entries.length : cut)
    for (const { run } of ripe) run()
    this.#sleep()
  }
}
