import type { RawData } from '../options/options.ts'
import type { FakeConnection } from './fake-connection.ts'
import { bytesIn } from './fake-web-socket.ts'

/**
 * Recognizes a message, decoded: a predicate, or an object whose members the message has too, nested
 * ones included.
 */
export type MessageMatcher = ((message: any, connection: FakeConnection) => boolean) | object

/** Decodes what a client has sent: text that is JSON is parsed, everything else stays as it is. */
export function decode(data: RawData): unknown {
  if (typeof data !== 'string') return data
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}

/** Whether a message is one of those that the matcher means. */
export function matches(
  matcher: MessageMatcher,
  message: unknown,
  connection: FakeConnection,
): boolean {
  if (typeof matcher === 'function') return matcher(message, connection)
  return contains(message, matcher)
}

/**
 * Encodes what the fake server sends.
 *
 * @throws TypeError for a Blob, and when JSON can't express the data
 */
export function toWire(data: unknown): string | ArrayBuffer {
  if (typeof data === 'string') return data
  const bytes = bytesIn(data)
  if (bytes !== null) return bytes.slice().buffer as ArrayBuffer
  const json = data instanceof Blob ? undefined : JSON.stringify(data)
  if (json === undefined) throw new TypeError(`A fake server can't send ${String(data)}`)
  return json
}

/** Whether two messages are the same; bytes are compared. */
export function isSame(a: RawData, b: RawData): boolean {
  const bytes = bytesIn(a)
  return a === b || (bytes !== null && String(bytes) === String(bytesIn(b)))
}

function contains(value: any, part: any): boolean {
  if (part === null || typeof part !== 'object') return Object.is(value, part)
  if (value === null || typeof value !== 'object') return false
  return Object.keys(part).every((key) => contains(value[key], part[key]))
}
