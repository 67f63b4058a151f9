import { report } from './callbacks.ts'

/**
 * Emits events in order: what is raised while a listener runs is emitted after all listeners have
 * had the current event. The error of a listener that throws is reported and changes nothing.
 */
export interface Emitter<Events extends { [name in keyof Events]: unknown[] }> {
  /** Calls `listener` with each event of this name; returns its remover. */
  on<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): () => void
  /** Puts an event behind those that are waiting; `drain` emits it. */
  enqueue<Name extends keyof Events>(name: Name, ...args: Events[Name]): void
  /** Emits an event now; for what runs in its turn already, by `inTurn`. */
  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void
  /** Calls `fn` after the events that are waiting. */
  defer(fn: () => void): void
  /** The same, but at once if nothing waits. Hot path: must not allocate. */
  inTurn<First, Second>(
    fn: (first: First, second: Second) => void,
    first: First,
    second: Second,
  ): void
  /** Emits what is waiting, unless that is being done already. */
  drain(): void
  /** Forgets all listeners; they get none of what is waiting. */
  clear(): void
}

/** One listener's slot; empty once it is removed. */
type Slot = [listener?: ((...args: any[]) => void) | undefined]

export function createEmitter<
  Events extends { [name in keyof Events]: unknown[] },
>(): Emitter<Events> {
  const slotsOf: { [name in keyof Events]?: Slot[] } = {}
  const queue: (() => void)[] = []
  let isEmitting = false

  function emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    for (const slot of slotsOf[name] ?? []) {
      try {
        slot[0]?.(...args)
      } catch (error) {
        report(error)
      }
    }
  }

  function run<Args extends unknown[]>(fn: (...args: Args) => void, ...args: Args): void {
    isEmitting = true
    try {
      fn(...args)
    } finally {
      isEmitting = false
    }
  }

  const defer = (fn: () => void): void => void queue.push(fn)

  return {
    on(name, listener) {
      const slot: Slot = [listener as Slot[0]]
      slotsOf[name] = [...(slotsOf[name] ?? []), slot]
      return () => {
        slot.length = 0
        slotsOf[name] = slotsOf[name]?.filter((one) => one !== slot)
      }
    },
    enqueue: (name, ...args) => defer(() => emit(name, ...args)),
    emit,
    defer,
    inTurn(fn, first, second) {
      // With an arrow function, what it closes over would be allocated for all, not only for these.
      if (isEmitting || queue[0]) defer(fn.bind(undefined, first, second))
      else run(fn, first, second)
    },
    drain() {
      if (isEmitting) return
      for (let next; (next = queue.shift());) run(next)
    },
    clear() {
      for (const name in slotsOf) for (const slot of slotsOf[name]!) slot.length = 0
    },
  }
}
