import type { Store } from '../../../src/server/store.ts'

type Method = keyof Store
/** `before`: it fails and does nothing. `after`: it does it, and the answer is lost. */
type Fault = 'before' | 'after' | 'hang'

export interface FaultyStore extends Store {
  /** The next calls of a method fail, one for each fault. */
  fail(method: Method, ...faults: Fault[]): void
  readonly calls: Method[]
}

/** A store that fails when told to. */
export function faulty(store: Store): FaultyStore {
  const faults: Partial<Record<Method, Fault[]>> = {}
  const calls: Method[] = []

  function wrap<Args extends unknown[], Result>(
    method: Method,
    call: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result> {
    return async (...args) => {
      calls.push(method)
      const fault = faults[method]?.shift()
      if (fault === 'hang') return new Promise(() => {})
      if (fault === 'before') throw new Error('connection refused')
      const result = await call(...args)
      if (fault === 'after') throw new Error('connection lost')
      return result
    }
  }

  return {
    attach: wrap('attach', store.attach),
    commit: wrap('commit', store.commit),
    publish: wrap('publish', store.publish),
    read: wrap('read', store.read),
    flash: wrap('flash', store.flash),
    fail(method, ...next) {
      faults[method] = [...(faults[method] ?? []), ...next]
    },
    calls,
  }
}
