/** A table: so many columns of words, then figures. */
export function table(
  words: number,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const rule = head.map((_, at) => (at < words ? '---' : '--:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Puts `text` between the marks of that name in a document. */
export function replaceBetween(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`]
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new Error(`The document has no marks "${name}"`)
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`
}

/**
 * The median of times in ms, in seconds, and how far they lie apart: `1.6 (1.2–2.0)`. A `null` did
 * not happen while we looked, for `limit` ms.
 */
export function spread(times: readonly (number | null)[], limit: number): string {
  const sorted = times.map((ms) => ms ?? Infinity).sort((a, b) => a - b)
  const [least, middle, most] = [sorted[0]!, median(sorted), sorted.at(-1)!]
  if (least === Infinity) return never(limit)
  const range = `${seconds(least)}–${most === Infinity ? never(limit) : seconds(most)}`
  return `${middle === Infinity ? never(limit) : seconds(middle)} (${range})`
}

/** The same for counts: `2 (1–3)`. */
export function spreadOfCounts(counts: readonly number[]): string {
  const sorted = [...counts].sort((a, b) => a - b)
  const [least, most] = [sorted[0]!, sorted.at(-1)!]
  return least === most ? String(least) : `${median(sorted)} (${least}–${most})`
}

export const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)

export const seconds = (ms: number): string => (ms / 1_000).toFixed(1)

const never = (limit: number): string => `not in ${limit / 1_000}`

/** Of an odd number of values, in order. */
function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1]!
}
