import type { RawData } from '../socket/options.ts'

// Not `instanceof`: test environments bring Blob classes of their own.
export function isBlob(data: unknown): data is Blob {
  return typeof data === 'object' && typeof (data as Blob | null)?.arrayBuffer === 'function'
}

function isBuffer(data: unknown): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]'
}

/** Bytes of binary data, `null` for anything else. Not a copy. */
function bytesOf(data: unknown): Uint8Array | null {
  if (isBuffer(data)) return new Uint8Array(data)
  if (!ArrayBuffer.isView(data)) return null
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

/** What a WebSocket makes of the argument of `send()`; bytes are copied, their type is kept. */
export function toSent(data: unknown): RawData {
  if (isBlob(data)) return data
  if (isBuffer(data)) return data.slice(0)
  if (data instanceof DataView) return new DataView(toBuffer(bytesOf(data)!))
  if (!ArrayBuffer.isView(data)) return String(data)
  // Not `data.slice()`: that of Node's Buffer doesn't copy.
  return (Uint8Array.prototype.slice as (this: ArrayBufferView) => ArrayBufferView).call(data)
}

/**
 * What the fake server puts on the wire: text and binary data as they are, the rest as JSON.
 * @throws TypeError when JSON can't express it
 */
export function toWire(data: unknown): string | ArrayBuffer | Blob {
  if (typeof data === 'string' || isBlob(data)) return data
  const bytes = bytesOf(data)
  if (bytes !== null) return toBuffer(bytes)
  const json = JSON.stringify(data) as string | undefined
  if (json === undefined) throw new TypeError(`A server can't send ${typeof data} as JSON`)
  return json
}

/** The `data` of a message event. */
export function toReceived(wire: string | ArrayBuffer | Blob, binaryType: BinaryType): unknown {
  if (!isBuffer(wire)) return wire
  return binaryType === 'arraybuffer' ? wire.slice(0) : new Blob([wire])
}

/** How many bytes a message has on the wire. */
export function sizeOf(data: RawData): number {
  if (typeof data === 'string') return new TextEncoder().encode(data).length
  return isBlob(data) ? data.size : data.byteLength
}

/** Whether two messages are the same, byte by byte. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  const left = bytesOf(a)
  const right = bytesOf(b)
  if (left === null || right === null || left.length !== right.length) return false
  return left.every((byte, index) => byte === right[index])
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer
}
