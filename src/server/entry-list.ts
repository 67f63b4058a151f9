import type { Entry } from './store.ts'

/**
 * Entries in ascending order, of which the oldest are dropped one by one. An `Array.shift()` would
 * move all others each time; here the room of those dropped is given back by halves.
 */
export interface EntryList {
  readonly items: Entry[]
  /** How many at the beginning of `items` have been dropped. */
  start: number
}

export const entryList = (...items: Entry[]): EntryList => ({ items, start: 0 })

export const sizeOf = ({ items, start }: EntryList): number => items.length - start

export const oldestOf = ({ items, start }: EntryList): Entry | undefined => items[start]

export function dropOldest(list: EntryList): void {
  list.start++
  if (list.start * 2 < list.items.length) return
  list.items.splice(0, list.start)
  list.start = 0
}

/** The entries with a number greater than this one. */
export function entriesAfter({ items, start }: EntryList, number: number): Entry[] {
  let low = start
  for (let high = items.length; low < high;) {
    const middle = (low + high) >> 1
    if (items[middle]!.number > number) high = middle
    else low = middle + 1
  }
  return items.slice(low)
}
