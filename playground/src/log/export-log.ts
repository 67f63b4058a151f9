import type { LogEntry } from 'vue-heartbeat-socket'
import { isBytes, toBytes } from './entry-text.ts'
import { saveFile } from './save-file.ts'

/** How many entries are written before the page gets its next turn. */
const SLICE = 500

/** The log as a JSON file; a long one is written in slices, so that the page stays alive. */
export async function exportLog(socket: string, entries: readonly LogEntry[]): Promise<void> {
  const parts: string[] = []
  for (let from = 0; from < entries.length; from += SLICE) {
    parts.push(await toJson(entries.slice(from, from + SLICE)))
    await nextTask()
  }
  const json = `[\n${parts.join(',\n')}\n]\n`
  saveFile(`${socket}-log.json`, new Blob([json], { type: 'application/json' }))
}

/** Each entry on a line of its own. */
export async function toJson(entries: readonly LogEntry[]): Promise<string> {
  const lines = await Promise.all(entries.map(toLine))
  return lines.join(',\n')
}

async function toLine({ id, at, direction, kind, size, data }: LogEntry): Promise<string> {
  const time = new Date(at).toISOString()
  return JSON.stringify({ id, at: time, direction, kind, size, data: await readable(data) })
}

/** Binary data as numbers: JSON has no bytes. */
async function readable(data: unknown): Promise<unknown> {
  if (data instanceof Blob) return readable(await data.arrayBuffer())
  return isBytes(data) ? { bytes: [...toBytes(data)] } : data
}

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
