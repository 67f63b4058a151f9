/** What a client reported to its application. Times are epoch ms: the page and the server share a clock. */
export interface Entry {
  readonly at: number
  readonly kind: 'open' | 'lost' | 'message'
  readonly text: string
}

/** What became of a client since a fault. */
export interface Outcome {
  /** When it reported that it is not open. */
  readonly lostAt: number | null
  /** When the application next heard from the server. */
  readonly heardAt: number | null
  /** How often it reported that it is not open. */
  readonly losses: number
}

/** A message that a client said it has given up. */
export interface Drop {
  readonly text: string
  readonly reason: string
}

/** Everything that one client reported to its application. */
export class Journal {
  readonly entries: Entry[] = []
  readonly drops: Drop[] = []
  /** Pings that were answered, where the client emits them. */
  beats = 0
  readonly #readers = new Set<() => void>()
  #isOpen = false

  opened(): void {
    this.#isOpen = true
    this.#note('open')
  }

  /** Called once for each time that it was open. */
  lost(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#note('lost')
  }

  heard(text: unknown): void {
    this.#note('message', String(text).slice(0, 100))
  }

  dropped(text: unknown, reason: string): void {
    this.drops.push({ text: String(text), reason })
  }

  /** Resolves once there is a message that begins so, no older than this. */
  hears(start: string, since = 0): Promise<void> {
    return new Promise((resolve) => {
      const read = () => {
        if (!this.#find('message', since, start)) return
        this.#readers.delete(read)
        resolve()
      }
      this.#readers.add(read)
      read()
    })
  }

  outcome(since: number, start = ''): Outcome {
    return {
      lostAt: this.#find('lost', since)?.at ?? null,
      heardAt: this.#find('message', since, start)?.at ?? null,
      losses: this.entries.filter(({ at, kind }) => kind === 'lost' && at >= since).length,
    }
  }

  #find(kind: Entry['kind'], since: number, start = ''): Entry | undefined {
    return this.entries.find(
      (entry) => entry.kind === kind && entry.at >= since && entry.text.startsWith(start),
    )
  }

  #note(kind: Entry['kind'], text = ''): void {
    this.entries.push({ at: Date.now(), kind, text })
    for (const read of this.#readers) read()
  }
}
