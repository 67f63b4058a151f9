import type { LogEntry } from 'vue-heartbeat-socket'
import { fullText } from './entry-text.ts'

/** Which entries to show; `''` is all of them. */
export interface LogFilter {
  readonly direction: LogEntry['direction'] | ''
  readonly kind: LogEntry['kind'] | ''
  /** Looked for in the data, in capitals or not. */
  readonly text: string
}

export const NO_FILTER: LogFilter = { direction: '', kind: '', text: '' }

/** Whether an entry is to be shown; `null`: all are. */
export type EntryTest = ((entry: LogEntry) => boolean) | null

export function toTest({ direction, kind, text }: LogFilter): EntryTest {
  const wanted = text.trim().toLowerCase()
  if (direction === '' && kind === '' && wanted === '') return null
  return (entry) =>
    (direction === '' || entry.direction === direction) &&
    (kind === '' || entry.kind === kind) &&
    (wanted === '' || fullText(entry).toLowerCase().includes(wanted))
}
