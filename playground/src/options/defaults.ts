import { Connection } from 'vue-heartbeat-socket/socket'
import { choicesOf } from './choices.ts'
import { split } from './setup.ts'

/** The library's own word: a connection that is never used, to ask for its options. */
const resolved: Record<string, any> = new Connection({ url: null, autoConnect: false }).options

/** The default of an option as one would type it; `''` where there is none to be typed. */
export function defaultOf(path: string): string {
  if (path === 'codec') return 'json'
  const [group, key] = split(path)
  // It would connect: the one option that this connection has been given.
  if (group === 'autoConnect') return 'true'
  const value: unknown = key === undefined ? resolved[group] : resolved[group]?.[key]
  return isTyped(path, value) ? String(value) : ''
}

const isTyped = (path: string, value: unknown): boolean =>
  ['number', 'boolean', 'string'].includes(typeof value) ||
  [...choicesOf(path).values()].some((choice) => choice.value === value)
