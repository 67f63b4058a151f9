import type { Pinia } from 'pinia'

/** All that a Pinia keeps of sockets. */
export function leftIn(pinia: Pinia): { records: string[]; stores: string[]; states: string[] } {
  const registry = (pinia as never)[Symbol.for('vue-heartbeat-socket')] as
    | { records: Map<string, unknown> }
    | undefined
  return {
    records: [...(registry?.records.keys() ?? [])],
    stores: [...pinia._s.keys()],
    states: Object.keys(pinia.state.value),
  }
}

export const NOTHING = { records: [], stores: [], states: [] }
