import type { LogEntry } from 'vue-heartbeat-socket'
import type { EntryTest } from './log-filter.ts'

type Entries = readonly LogEntry[]

/**
 * The entries of a log that pass a test, kept from one look at it to the next: each entry is tested
 * once, and so many at a time that no frame gets long.
 */
export class FilteredLog {
  readonly #test: EntryTest
  #kept: Entries = []
  /** The newest entry that was tested. */
  #last: LogEntry | undefined

  constructor(test: EntryTest) {
    this.#test = test
  }

  /** Oldest first. */
  get entries(): Entries {
    return this.#kept
  }

  /** Tests up to `limit` of those that are new in the log; returns whether that was all. */
  update(log: Entries, limit: number): boolean {
    if (this.#test === null) {
      this.#kept = log
      return true
    }
    const known = indexAfter(log, this.#last?.id ?? 0)
    // If not, the log was cleared, or overrun, or is that of another socket.
    const isContinued = known > 0 && log[known - 1] === this.#last
    const from = isContinued ? known : 0
    const fresh = log.slice(from, from + limit)
    const oldest = log[0]?.id ?? 0
    const stayed = isContinued ? this.#kept.slice(indexAfter(this.#kept, oldest - 1)) : []
    this.#kept = [...stayed, ...fresh.filter(this.#test)]
    this.#last = log[from + fresh.length - 1]
    return from + fresh.length === log.length
  }
}

/** Where those begin that have a greater id. */
function indexAfter(entries: Entries, id: number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.id > id) high = middle
    else low = middle + 1
  }
  return low
}
