import type { CloseInfo } from '../options/close-info.ts'
import { byteLength } from '../options/raw-data.ts'

/** Protocol errors (RFC 6455, section 7.4.1) and refused logins: a retry will hardly fare better. */
const refusals = [1002, 1003, 1007, 1008, 1009, 1010, 4401, 4403]

/** The same of a server that speaks sessions: a bad frame, no sessions spoken, a newer opening. */
const sessionRefusals = [4400, 4406, 4409]

/** A newer opening of the same session exists. */
export const REPLACED = 4409

/** The server restarts: it has spread its closes, so that its clients may come back at once. */
export const RESTART = 1012

/** The token is missing or too old. */
export const UNAUTHORIZED = 4401

/**
 * Whether the server refused us. 1000, 1001 and 1005 are no refusals: proxies and deploys send them.
 */
export function isRefusal({ cause, code }: CloseInfo, hasSession: boolean): boolean {
  const codes = hasSession ? [...refusals, ...sessionRefusals] : refusals
  return cause === 'server' && codes.includes(code)
}

/** Whether a browser lets `close()` say this (WHATWG WebSockets, section 3.1). */
export function areCloseArguments(code: number = 1000, reason: string = ''): boolean {
  const isCode = code === 1000 || (Number.isInteger(code) && code >= 3000 && code <= 4999)
  return isCode && typeof reason === 'string' && byteLength(reason) <= 123
}
