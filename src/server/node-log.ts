import { serverError } from './diagnostics.ts'
import {
  dropOldest,
  entriesAfter,
  entryList,
  oldestOf,
  sizeOf,
  type EntryList,
} from './entry-list.ts'
import type { Environment } from './environment.ts'
import type { Batch, Entry } from './store.ts'

/** A log that holds less than this is reported, in ms. */
const MIN_COVERED = 60_000
/** How far apart the times are that are noted of entries, in ms. */
const NOTE_EVERY = 1_000

/** The part of the log that this node has in memory, the store's own bounds: replays come from here. */
export interface NodeLog {
  /** The epoch of what it holds; `null` before anything was read. */
  readonly epoch: string | null
  /** The number of the newest entry read. */
  readonly head: number
  /** The number of the oldest entry kept, or the one after the head. */
  readonly first: number
  /** Begins anew with a batch that was read from the beginning. */
  reset(batch: Batch): void
  /** Appends a batch that follows. */
  append(batch: Batch): void
  /** The entries after a number for these targets, each since a number of its own; in order. */
  after(number: number, targets: ReadonlyMap<string, number>): Entry[]
}

export function createNodeLog({ timer, report, measure }: Environment): NodeLog {
  let all = entryList()
  let byTarget = new Map<string, EntryList>()
  let epoch: string | null = null
  let head = 0
  /** When entries were read: the number of the first one read at that time. */
  let times: { readonly number: number; readonly at: number }[] = []
  let isReported = false

  const first = (): number => oldestOf(all)?.number ?? head + 1

  function add(entry: Entry): void {
    all.items.push(entry)
    head = entry.number
    const list = byTarget.get(entry.target)
    if (list) list.items.push(entry)
    else byTarget.set(entry.target, entryList(entry))
  }

  function drop(): void {
    const { target } = oldestOf(all)!
    dropOldest(all)
    const list = byTarget.get(target)!
    if (sizeOf(list) === 1) byTarget.delete(target)
    else dropOldest(list)
  }

  function append(batch: Batch): void {
    const now = timer.now()
    if (batch.entries[0] && now - (times.at(-1)?.at ?? -Infinity) >= NOTE_EVERY) {
      times.push({ number: batch.entries[0].number, at: now })
    }
    batch.entries.forEach(add)
    const isFull = first() < batch.first
    while (first() < batch.first) drop()
    if (isFull) measureCovered(now)
  }

  function measureCovered(now: number): void {
    while (times[1] && times[1].number <= first()) times.shift()
    const covered = now - times[0]!.at
    measure('covers', covered)
    if (covered >= MIN_COVERED || isReported) return
    isReported = true
    report(serverError('S0005', { value: Math.round(covered / 1_000) }))
  }

  return {
    get epoch() {
      return epoch
    },
    get head() {
      return head
    },
    get first() {
      return first()
    },
    reset(batch) {
      all = entryList()
      byTarget = new Map()
      times = []
      epoch = batch.head[0]
      head = batch.first - 1
      append(batch)
    },
    append,
    after(number, targets) {
      const found: Entry[][] = []
      for (const [target, since] of targets) {
        const list = byTarget.get(target)
        if (list) found.push(entriesAfter(list, Math.max(number, since)))
      }
      return found.flat().sort((a, b) => a.number - b.number)
    },
  }
}
