import type { Outgoing } from '../store.ts'
import { dataOf, kindOf, toArgument } from './data.ts'

/** A flash as one message: kind, length of the target in bytes, `:`, target, data. */
export function formatFlash({ target, data }: Outgoing): Buffer {
  const name = Buffer.from(target)
  return Buffer.concat([
    Buffer.from(`${kindOf(data)}${name.length}:`),
    name,
    Buffer.from(toArgument(data)),
  ])
}

export function parseFlash(message: Buffer): Outgoing {
  const begin = message.indexOf(':') + 1
  const end = begin + Number(message.toString('latin1', 1, begin - 1))
  const kind = message.toString('latin1', 0, 1)
  return {
    target: message.toString('utf8', begin, end),
    data: dataOf(kind, message.subarray(end)),
  }
}
