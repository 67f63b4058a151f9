import type { CloseInfo } from './close-info.ts'
import { byteLength } from './raw-data.ts'

/** What a close asks of the one who would dial again. */
export type Verdict = 'redial' | 'redial-late' | 'final'

/** The server says that it will never take us so: protocol errors, and "who are you" (4401, 4403). */
const refusals: ReadonlySet<number> = new Set([1002, 1003, 1007, 1008, 1009, 1010, 4401, 4403])

const UNAUTHORIZED = 4401

/** Whether the server refused us; it may have been a proxy's mood, so once is not enough. */
export function isRefusal(close: CloseInfo): boolean {
  return close.cause === 'server' && refusals.has(close.code)
}

/**
 * Whether to dial again after this close. 1000, 1001 and 1005 are never final: proxies and deploys
 * send them.
 *
 * @param refusedBefore - whether the server refused since the last stable opening
 * @param mayBringToken - whether the next attempt may present another token than the last
 */
export function judgeClose(
  close: CloseInfo,
  refusedBefore: boolean,
  mayBringToken: boolean,
): Verdict {
  if (!isRefusal(close)) return 'redial'
  if (refusedBefore) return 'final'
  if (close.code !== UNAUTHORIZED) return 'redial-late'
  return mayBringToken ? 'redial' : 'final'
}

/** Whether a browser lets `close()` say this (WHATWG WebSockets, section 3.1). */
export function areCloseArguments(code: unknown, reason: unknown): boolean {
  const codeFits =
    code === undefined ||
    code === 1000 ||
    (Number.isInteger(code) && (code as number) >= 3000 && (code as number) <= 4999)
  const reasonFits =
    reason === undefined || (typeof reason === 'string' && byteLength(reason) <= 123)
  return codeFits && reasonFits
}
