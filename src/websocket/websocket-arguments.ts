import { areProtocols, isBlocked, parseAddress } from '../options/address.ts'
import { areCloseArguments } from '../connection/close-codes.ts'
import type { RawData } from '../options/options.ts'
import { isRawData } from '../options/raw-data.ts'

// Converts and checks the arguments of a `WebSocket` as the standards have it, and throws what they
// say (WHATWG WebSockets, section 3.1; Web IDL, section 3.2).

/**
 * Requires at least one argument.
 *
 * @throws TypeError when there is none
 */
export function require({ length }: ArrayLike<unknown>): void {
  if (length === 0) throw new TypeError('1 argument required, but only 0 present.')
}

/**
 * The absolute address for a url.
 *
 * @throws DOMException `SyntaxError`; `SecurityError` for `ws:` from an https page
 */
export function toUrl(url: string | URL): string {
  const address = parseAddress(`${url}`)
  if (!address) throw new DOMException('No connection is possible to this url.', 'SyntaxError')
  if (isBlocked(address)) throw new DOMException('An https page needs wss:.', 'SecurityError')
  return address.href
}

/**
 * The list of subprotocols; `null` is an empty one.
 *
 * @throws DOMException `SyntaxError` unless they are distinct tokens
 */
export function toProtocols(protocols: string | Iterable<string> | null | undefined): string[] {
  const given = protocols ?? []
  const list = typeof given === 'object' && Symbol.iterator in given ? [...given] : [given]
  const names = list.map((name) => `${name}`)
  if (areProtocols(names)) return names
  throw new DOMException('The protocols must be distinct tokens.', 'SyntaxError')
}

/**
 * The code and reason for `close()`.
 *
 * @throws DOMException `InvalidAccessError` for the code, `SyntaxError` for the reason
 */
export function toCloseArguments(
  code: number | undefined,
  reason: string | undefined,
): [code?: number | undefined, reason?: string | undefined] {
  const number = code === undefined ? code : roundToEven(+code)
  const text = reason === undefined ? reason : `${reason}`
  if (!areCloseArguments(number)) {
    throw new DOMException('The code must be 1000 or 3000 to 4999.', 'InvalidAccessError')
  }
  if (!areCloseArguments(number, text)) {
    throw new DOMException('The reason has more than 123 bytes.', 'SyntaxError')
  }
  return [number, text]
}

/** Rounds halves to the even number, as `[Clamp]` of Web IDL: numbers above 2^52 have no fraction. */
function roundToEven(value: number): number {
  return value + 2 ** 52 - 2 ** 52
}

/**
 * The data that `send()` sends: binary data as it is, anything else as text.
 *
 * @throws TypeError for a buffer that is shared or can change its size
 */
export function toSendable(data: unknown): RawData {
  if (!isRawData(data)) return `${data}`
  const { buffer = data } = data as { buffer?: object }
  const { resizable, growable } = buffer as { resizable?: boolean; growable?: boolean }
  if (resizable || growable !== undefined) throw new TypeError('The buffer is shared or resizable.')
  return data
}
