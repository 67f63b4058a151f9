import { report } from './report.ts'

/**
 * Tells events in order: what is raised while a listener runs is told after everybody has heard the
 * current event. A listener that throws is reported and changes nothing.
 */
export interface Emitter<Events extends { [name in keyof Events]: unknown[] }> {
  /** Calls `listener` with each event of this name; returns its remover. */
  on<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): () => void
  /** Puts an event behind those that are waiting; `drain` tells it. */
  enqueue<Name extends keyof Events>(name: Name, ...args: Events[Name]): void
  /** Tells an event now; for what runs in its turn already, by `inTurn`. */
  tell<Name extends keyof Events>(name: Name, ...args: Events[Name]): void
  /** Calls `fn` after the events that are waiting. */
  defer(fn: () => void): void
  /** The same, but at once if nothing waits: without a closure, for the way of each message. */
  inTurn<First, Second>(
    fn: (first: First, second: Second) => void,
    first: First,
    second: Second,
  ): void
  /** Tells what is waiting, unless that is being done already. */
  drain(): void
  /** Forgets all listeners; they hear no more of what is waiting. */
  clear(): void
}

/** One listener's place; empty once it is removed. */
type Place = [listener?: ((...args: any[]) => void) | undefined]

export function createEmitter<
  Events extends { [name in keyof Events]: unknown[] },
>(): Emitter<Events> {
  const placesOf: { [name in keyof Events]?: Place[] } = {}
  const queue: (() => void)[] = []
  let isTelling = false

  function tell<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    for (const place of placesOf[name] ?? []) {
      try {
        place[0]?.(...args)
      } catch (error) {
        report(error)
      }
    }
  }

  function run<Args extends unknown[]>(fn: (...args: Args) => void, ...args: Args): void {
    isTelling = true
    try {
      fn(...args)
    } finally {
      isTelling = false
    }
  }

  const defer = (fn: () => void): void => void queue.push(fn)

  return {
    on(name, listener) {
      const place: Place = [listener as Place[0]]
      placesOf[name] = [...(placesOf[name] ?? []), place]
      return () => {
        place.length = 0
        placesOf[name] = placesOf[name]?.filter((one) => one !== place)
      }
    },
    enqueue: (name, ...args) => defer(() => tell(name, ...args)),
    tell,
    defer,
    inTurn(fn, first, second) {
      // With an arrow function, what it closes over would be allocated for all, not only for these.
      if (isTelling || queue[0]) defer(fn.bind(undefined, first, second))
      else run(fn, first, second)
    },
    drain() {
      if (isTelling) return
      for (let next; (next = queue.shift());) run(next)
    },
    clear() {
      for (const name in placesOf) for (const place of placesOf[name]!) place.length = 0
    },
  }
}
