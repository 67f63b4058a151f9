import type { RedisArgument } from './redis-client.ts'

/** How the kind of a message's data is written: text or binary. */
export type Kind = 't' | 'b'

export const kindOf = (data: string | Uint8Array): Kind => (typeof data === 'string' ? 't' : 'b')

export const toArgument = (data: string | Uint8Array): RedisArgument =>
  typeof data === 'string' ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength)

/** Data as they were; binary data are copied, so that they don't hold the whole reply. */
export const dataOf = (kind: string, bytes: Buffer): string | Uint8Array =>
  kind === 't' ? bytes.toString() : new Uint8Array(bytes)
