import type { LogEntry } from 'vue-heartbeat-socket'
import { formatBytes, messageOf } from './format.ts'

const longest = 500
const texts = new WeakMap<LogEntry, string>()

/** A message's data on one line; computed once an entry. */
export function preview(entry: LogEntry): string {
  let text = texts.get(entry)
  if (text === undefined) {
    text = toText(entry.data)
    if (text.length > longest) text = `${text.slice(0, longest)}…`
    texts.set(entry, text)
  }
  return text
}

function toText(data: unknown): string {
  if (typeof data === 'string') return data
  if (data instanceof Blob) return `Blob of ${formatBytes(data.size)}`
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    return `${data.constructor.name} of ${formatBytes(data.byteLength)}`
  }
  try {
    return JSON.stringify(data) ?? String(data)
  } catch (error) {
    return messageOf(error)
  }
}
