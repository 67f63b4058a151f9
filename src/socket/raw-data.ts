import type { RawData } from './options.ts'

const utf8 = /*#__PURE__*/ new TextEncoder()

/** How many bytes data take on the wire. */
export function byteLength(data: RawData): number {
  if (typeof data === 'string') return utf8.encode(data).length
  return data instanceof Blob ? data.size : data.byteLength
}

/** Whether a WebSocket can send this as it is. */
export function isRawData(data: unknown): data is RawData {
  return typeof data === 'string' || isBinary(data)
}

/** Tags rather than `instanceof`: buffers may come from another realm. */
export function isBinary(data: unknown): data is Exclude<RawData, string> {
  return (
    ArrayBuffer.isView(data) ||
    /^\[object (Shared)?(ArrayBuffer|Blob|File)\]$/.test(Object.prototype.toString.call(data))
  )
}

/** Whether two binary values hold the same bytes. */
export function sameBytes(
  a: ArrayBufferLike | ArrayBufferView,
  b: ArrayBufferLike | ArrayBufferView,
): boolean {
  const [left, right] = [bytesOf(a), bytesOf(b)]
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

function bytesOf(data: ArrayBufferLike | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
