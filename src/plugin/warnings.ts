import type { Pinia } from 'pinia'
import { getCurrentInstance, getCurrentScope, getCurrentWatcher, isRef } from 'vue'
import { socketError, warn } from '../diagnostics.ts'
import type { SocketRecord } from '../store/socket-record.ts'

// Development only, all of it.

/** What was warned of, by socket. */
const warned = new WeakMap<SocketRecord, Set<string>>()

/** Warns of a socket that is used before it was created: not on a testing Pinia, which has none. */
export function warnOfNoSocket(record: SocketRecord, name: string, pinia: Pinia): void {
  if (record.isMade || (pinia as { _testing?: boolean })._testing) return
  if (isFirst(record, 'no socket')) warn(socketError('C0005', { option: name }))
}

/** Warns of options that are passed over, because the socket exists with others. */
export function warnOfOtherOptions(
  record: SocketRecord | undefined,
  name: string,
  options: object,
): void {
  if (!record?.isMade || record.isWaiting) return
  for (const [option, value] of Object.entries(options)) {
    if (!differs(value, record.given?.[option as 'url'], 2) || !isFirst(record, option)) continue
    warn(socketError('C0009', { option, value: name }))
  }
}

/**
 * Warns of a socket that is created where effects and templates run again: there is no scope then,
 * with which it could end.
 */
export function warnOfNoScope(record: SocketRecord, name: string): void {
  if (getCurrentScope() || !(getCurrentWatcher() || getCurrentInstance()?.isMounted)) return
  if (isFirst(record, 'no scope')) warn(socketError('C0011', { option: name }))
}

function isFirst(record: SocketRecord, what: string): boolean {
  const known = warned.get(record) ?? new Set()
  warned.set(record, known)
  return known.size < known.add(what).size
}

/** Compares plain values: functions and refs are new each time a setup runs. */
function differs(value: any, former: any, depth: number): boolean {
  const isLeftOut = (one: unknown): boolean => typeof one === 'function' || isRef(one)
  if (value === undefined || isLeftOut(value) || isLeftOut(former)) return false
  if (value instanceof URL || Array.isArray(value)) return `${value}` !== `${former}`
  if (value === null || typeof value !== 'object') {
    return !Object.is(value, former) && `${value}` !== `${former}`
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || depth === 0) return false
  if (former === null || typeof former !== 'object') return former === false
  return Object.keys(value).some((key) => differs(value[key], former[key], depth - 1))
}
