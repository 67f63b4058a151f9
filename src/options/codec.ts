import { socketError } from '../diagnostics.ts'
import type { Codec, RawData } from './options.ts'
import { isRawData } from './raw-data.ts'
import { isPromise } from './thenable.ts'

const json: Codec = {
  encode: (data) => (isRawData(data) ? data : JSON.stringify(data)),
  decode: (data) => (typeof data === 'string' ? JSON.parse(data) : data),
}

const plain: Codec = {
  encode: (data) => data,
  decode: (data) => data,
}

/** The codecs that the option `codec` takes by name. */
export const codecs: Readonly<Record<'json' | 'text' | 'raw', Codec>> = {
  json,
  text: plain,
  raw: plain,
}

/**
 * Decodes what was received.
 *
 * @throws SocketError when the codec throws
 */
export function decode(codec: Codec, raw: unknown): unknown {
  try {
    return synchronous('decode', codec.decode(raw))
  } catch (cause) {
    throw socketError('R0004', { cause })
  }
}

/**
 * Encodes a message.
 *
 * @throws SocketError when the codec throws, or returns what a WebSocket can't send
 */
export function encode(codec: Codec, data: unknown): RawData {
  try {
    const raw: unknown = synchronous('encode', codec.encode(data))
    if (isRawData(raw)) return raw
  } catch (cause) {
    throw socketError('R0003', { cause }, TypeError)
  }
  throw socketError('R0003', {}, TypeError)
}

/** @throws SocketError for a promise: messages are delivered and sent in order, so none can wait */
function synchronous<Answer>(option: string, answer: Answer): Answer {
  if (isPromise(answer)) throw socketError('R0013', { option: `codec.${option}` })
  return answer
}
