import type { RawData } from './options.ts'

/** The size of data on the network, in bytes. */
export function byteLength(data: RawData): number {
  if (typeof data === 'string') return new TextEncoder().encode(data).length
  return isBlob(data) ? data.size : data.byteLength
}

/** Whether a WebSocket can send this as it is. */
export function isRawData(data: unknown): data is RawData {
  return typeof data === 'string' || isBinary(data)
}

/** Without `instanceof`: buffers may come from another realm, Blobs from a test's DOM. */
export function isBinary(data: unknown): data is Exclude<RawData, string> {
  return ArrayBuffer.isView(data) || toString.call(data) === '[object ArrayBuffer]' || isBlob(data)
}

/** A Blob's bytes can't be read synchronously. */
export function isBlob(data: unknown): data is Blob {
  return typeof (data as Blob | null | undefined)?.arrayBuffer === 'function'
}

/** A copy that doesn't share memory with the data; text and Blobs can't change. */
export function copy(data: RawData): RawData {
  return typeof data === 'string' || isBlob(data) ? data : bytesOf(data).slice()
}

/** Whether two buffers, or views of buffers, hold the same bytes. */
export function sameBytes(one: any, other: any): boolean {
  return one.byteLength === other.byteLength && String(bytesOf(one)) === String(bytesOf(other))
}

const { toString } = Object.prototype

function bytesOf(data: any): Uint8Array {
  return new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength)
}
