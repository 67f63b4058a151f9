import type { LogEntry } from 'vue-heartbeat-socket'
import { formatBytes, messageOf } from '../format.ts'

/** A row shows no more than this. */
const LONGEST = 300

const rows = new WeakMap<LogEntry, string>()

/** A message's data on one line, cut; made once an entry, and only for those that are shown. */
export function rowText(entry: LogEntry): string {
  let text = rows.get(entry)
  if (text === undefined) {
    text = fullText(entry)
    if (text.length > LONGEST) text = `${text.slice(0, LONGEST)}…`
    rows.set(entry, text)
  }
  return text
}

/** A message's data as text: JSON, or what it is and how large where it can't be read. */
export function fullText({ data }: LogEntry, indent?: number): string {
  if (typeof data === 'string') return data
  if (data instanceof Blob) return `Blob, ${formatBytes(data.size)}`
  if (isBytes(data))
    return `${data.constructor.name}, ${formatBytes(data.byteLength)}: ${hex(data)}`
  try {
    return JSON.stringify(data, null, indent) ?? String(data)
  } catch (error) {
    return messageOf(error)
  }
}

type Bytes = ArrayBuffer | ArrayBufferView

export const isBytes = (data: unknown): data is Bytes =>
  data instanceof ArrayBuffer || ArrayBuffer.isView(data)

export const toBytes = (data: Bytes): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)

/** The first bytes, each as two digits. */
function hex(data: Bytes): string {
  const shown = [...toBytes(data).subarray(0, LONGEST)]
  return shown.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
