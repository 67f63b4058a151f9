import { choicesOf } from './choices.ts'
import { resolveAll } from './resolve.ts'
import { split } from './setup.ts'

const resolved = resolveAll()

/** The default of an option as one would type it; `''` where there is none to be typed. */
export function defaultOf(path: string): string {
  if (path === 'codec') return 'json'
  const [group, key] = split(path)
  const value: unknown = key === undefined ? resolved[group] : resolved[group]?.[key]
  return isTyped(path, value) ? String(value) : ''
}

const isTyped = (path: string, value: unknown): boolean =>
  ['number', 'boolean', 'string'].includes(typeof value) ||
  [...choicesOf(path).values()].some((choice) => choice.value === value)
