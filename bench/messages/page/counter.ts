import type { Load } from '../loads.ts'

export interface Sender {
  send(data: string): unknown
}

/** Counts messages, reading each, until all of a load have come. */
export interface Counter {
  /** What is open: the load can be asked for. */
  readonly opened: Promise<Sender>
  readonly done: Promise<void>
  ready(sender: Sender): void
  /** Reads what a message carries. */
  take(data: any): void
  /** So many have come; for what counts by itself. */
  reached(count: number): void
}

export function createCounter(load: Load): Counter {
  let left = load.count
  let size = 0
  let finish = () => {}
  let ready: Counter['ready'] = () => {}
  const opened = new Promise<Sender>((resolve) => (ready = resolve))
  const done = new Promise<void>((resolve) => (finish = resolve))
  return {
    opened,
    done,
    ready,
    take(data) {
      size += data.length ?? data.byteLength ?? data.id
      if (--left === 0) finish()
    },
    reached(count) {
      if (count === load.count) finish()
    },
  }
}
