import { byteLength, isBinary } from '../options/raw-data.ts'

/** Larger data, in bytes or UTF-16 units, is only described, because showing it takes too long. */
const MAX_SHOWN = 20_000

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
})

/** A time of day, to the millisecond. */
export function formatTime(at: number): string {
  return clock.format(at)
}

export function formatDuration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

export function formatSize(size: number): string {
  return size < 10_000 ? `${size} B` : `${Math.round(size / 1_000)} kB`
}

/** Data as the panel shows it. */
export function showData(data: unknown, size: number): unknown {
  if (isBinary(data)) return `binary, ${formatSize(byteLength(data))}`
  return size > MAX_SHOWN ? `too large to show: ${formatSize(size)}` : data
}
