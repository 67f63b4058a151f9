import { socketError } from '../diagnostics.ts'

/** How messages become text or binary data, and back. Both functions are synchronous. */
/** Turns messages into what a frame carries, and back. Both functions are synchronous. */
export interface ServerCodec {
  /** Returns text or binary data; anything else is `HEARTBEAT_SOCKET_R0003`. */
  encode(message: unknown): string | ArrayBuffer | ArrayBufferView
  /** Gets text, or binary data as a `Uint8Array`. */
  decode(data: string | Uint8Array): unknown
}

/** `json` for objects, `text` for text as it is, `raw` for text and binary data as they are. */
export type NamedCodec = 'json' | 'text' | 'raw'

const plain: ServerCodec = {
  encode: (message) => message as string,
  decode: (data) => data,
}

const json: ServerCodec = {
  encode: (message) => (isBinary(message) ? message : JSON.stringify(message)),
  decode: (data) => (typeof data === 'string' ? JSON.parse(data) : data),
}

export const codecs: Readonly<Record<NamedCodec, ServerCodec>> = { json, text: plain, raw: plain }

/**
 * A message as the store keeps it. Binary data are copied.
 * @throws TypeError when it can't be encoded
 */
export function encode(codec: ServerCodec, message: unknown): string | Uint8Array {
  let cause: unknown
  try {
    const data: unknown = codec.encode(message)
    if (typeof data === 'string') return data
    if (isBinary(data)) return copyOf(data)
  } catch (error) {
    cause = error
  }
  throw socketError('R0003', { cause }, TypeError)
}

function copyOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
    : new Uint8Array(data.slice())
}

const isBinary = (data: unknown): data is ArrayBuffer | ArrayBufferView =>
  ArrayBuffer.isView(data) || data instanceof ArrayBuffer
