import { isNumber } from './values.ts'

/** A message as it would be sent without a session. */
export type Payload = string | ArrayBuffer | ArrayBufferView

/** 2⁵³ has 16 digits. */
const MAX_DIGITS = 16
const MAX_NUMBER = Number.MAX_SAFE_INTEGER
const ZERO = 48
const SPACE = 32

/**
 * The number of a frame, or -1 when it has none: a control frame, or a malformed one. Text frames
 * begin with its digits and a space, binary frames with 8 bytes, big-endian.
 */
export function numberOf(frame: Payload): number {
  if (typeof frame === 'string') return leadingNumber(frame)
  if (frame.byteLength < 8) return -1
  const number = Number(viewOf(frame).getBigUint64(0))
  return isNumber(number) ? number : -1
}

// Hot path: `parseInt()` and a comparison with what it found would take twice as long.
function leadingNumber(text: string): number {
  let number = 0
  let at = 0
  for (; at < MAX_DIGITS; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (!(digit >= 0 && digit <= 9)) break
    number = number * 10 + digit
  }
  const isPadded = at > 1 && text.charCodeAt(0) === ZERO
  return at > 0 && !isPadded && text.charCodeAt(at) === SPACE && number <= MAX_NUMBER ? number : -1
}

/** The message in a frame that has a number. */
export function messageOf<Frame extends string | ArrayBuffer | Uint8Array>(frame: Frame): Frame {
  return frame.slice(typeof frame === 'string' ? frame.indexOf(' ') + 1 : 8) as Frame
}

/** The frame of a message. Binary data are copied. */
export function frameOf(number: number, message: Payload): string | Uint8Array<ArrayBuffer> {
  if (typeof message === 'string') return `${number} ${message}`
  const frame = new Uint8Array(8 + message.byteLength)
  const view = viewOf(message)
  viewOf(frame).setBigUint64(0, BigInt(number))
  frame.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), 8)
  return frame
}

/** Looks rather than `instanceof`: buffers may come from another realm. */
function viewOf(data: Exclude<Payload, string>): DataView<ArrayBuffer> {
  const { buffer = data, byteOffset, byteLength } = data as Uint8Array<ArrayBuffer>
  return new DataView(buffer as ArrayBuffer, byteOffset, byteLength)
}
