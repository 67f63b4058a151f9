import { cpus, loadavg } from 'node:os'

/** On what it was measured: the figures of another machine are others. */
export function conditions(...more: readonly string[]): string {
  const all = cpus()
  const load = loadavg().map((value) => value.toFixed(1))
  return [
    new Date().toISOString().slice(0, 10),
    `${all.length} × ${all[0]!.model.trim()}`,
    `Node ${process.versions.node}`,
    ...more,
    `load average of the last 1, 5 and 15 minutes ${load.join(', ')}`,
  ].join('; ')
}
