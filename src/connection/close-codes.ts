import type { CloseInfo } from '../options/close-info.ts'
import { byteLength } from '../options/raw-data.ts'

/** Protocol errors (RFC 6455, section 7.4.1) and refused logins: a retry will hardly fare better. */
const refusals = [1002, 1003, 1007, 1008, 1009, 1010, 4401, 4403]

/** The token is missing or too old. */
export const UNAUTHORIZED = 4401

/**
 * Whether the server refused us. 1000, 1001 and 1005 are no refusals: proxies and deploys send them.
 */
export function isRefusal({ cause, code }: CloseInfo): boolean {
  return cause === 'server' && refusals.includes(code)
}

/** Whether a browser lets `close()` say this (WHATWG WebSockets, section 3.1). */
export function areCloseArguments(code: number = 1000, reason: string = ''): boolean {
  const isCode = code === 1000 || (Number.isInteger(code) && code >= 3000 && code <= 4999)
  return isCode && typeof reason === 'string' && byteLength(reason) <= 123
}
