import { redact } from '../options/address.ts'
import { codecs } from '../options/codec.ts'
import { byteLength, isBinary } from '../options/raw-data.ts'

/** An option's value without anything that can be a token. */
export function showOption(name: string, value: any): unknown {
  if (value === undefined) return 'none'
  if (typeof value === 'function') return 'function'
  if (name === 'url') return value === null ? 'none now' : redact(value)
  if (name === 'protocols') return `${[value].flat().length}, not shown: each may be a token`
  if (name === 'codec') return value === codecs.json ? 'json' : 'not json'
  if (isBinary(value)) return `binary, ${byteLength(value)} bytes`
  if (typeof value === 'string') return redact(value)
  return value !== null && typeof value === 'object' ? 'object' : value
}
